using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Fills an object's members from the current row.</summary>
internal interface IRowReadableAs<in TRow>
    where TRow : class
{
    void FillValues(TRow row);
}

/// <summary>Fills objects from the rows of a view, or of anything else with its schema.</summary>
internal sealed class TypedCursorable<TRow>
    where TRow : class
{
    private readonly IHost _host;
    private readonly IDataView _data;
    private readonly (InternalSchemaDefinition.Column Member, DataViewSchema.Column Column)[] _columns;

    private TypedCursorable(IHost host, IDataView data, (InternalSchemaDefinition.Column, DataViewSchema.Column)[] columns)
    {
        _host = host;
        _data = data;
        _columns = columns;
    }

    /// <summary>Binds the members to the view's columns.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no column for a member.</exception>
    /// <exception cref="InvalidOperationException">A column has another type than its member.</exception>
    public static TypedCursorable<TRow> Create(IHostEnvironment env, IDataView data, bool ignoreMissingColumns, SchemaDefinition schemaDefinition)
    {
        var definition = InternalSchemaDefinition.Create(typeof(TRow), schemaDefinition, SchemaDefinition.Direction.Write);
        var host = env.Register("TypedCursorable");
        var columns = new List<(InternalSchemaDefinition.Column, DataViewSchema.Column)>();
        foreach (var member in definition.Columns)
        {
            if (data.Schema.GetColumnOrNull(member.ColumnName) is not { } column)
            {
                if (ignoreMissingColumns)
                    continue;
                throw host.ExceptSchemaMismatch(nameof(data.Schema), "", member.ColumnName);
            }
            InternalSchemaDefinition.GetVectorAndItemType(member.OutputType, member.MemberInfo.Name, out var isVector, out var itemType);
            if (isVector != column.Type is VectorDataViewType || column.Type.GetItemType().RawType != itemType)
                throw host.Except("Can't bind the IDataView column '{0}' of type '{1}' to field or property '{2}' of type '{3}'.", member.ColumnName, column.Type, member.MemberInfo.Name, member.OutputType.FullName);
            columns.Add((member, column));
        }
        return new TypedCursorable<TRow>(host, data, [.. columns]);
    }

    /// <summary>Reads the view's rows, anew for every enumeration.</summary>
    public IEnumerable<TRow> Enumerate(Func<TRow> create, bool reuseRowObject)
    {
        using var cursor = _data.GetRowCursor(_columns.Select(pair => pair.Column).DistinctBy(column => column.Index));
        var reader = GetRow(cursor);
        TRow row = null;
        while (cursor.MoveNext())
        {
            if (!reuseRowObject || row == null)
                row = create();
            reader.FillValues(row);
            yield return row;
        }
    }

    /// <summary>Reads a row of the view's schema.</summary>
    public IRowReadableAs<TRow> GetRow(DataViewRow input) => new Reader(input, Array.ConvertAll(_columns, pair => MemberSetters.Create<TRow>(input, pair.Column, pair.Member)));

    private sealed class Reader(DataViewRow input, Action<TRow>[] setters) : IRowReadableAs<TRow>
    {
        public void FillValues(TRow row)
        {
            Contracts.Check(input.Position >= 0, "Cannot fill values. The cursor is not active.");
            foreach (var set in setters)
                set(row);
        }
    }
}

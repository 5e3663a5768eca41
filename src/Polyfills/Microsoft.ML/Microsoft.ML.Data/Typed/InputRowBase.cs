using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A row over an object, whose members are its columns.</summary>
internal abstract class InputRowBase<TRow> : DataViewRowCursor
    where TRow : class
{
    private readonly Delegate[] _getters;

    protected InputRowBase(IHostEnvironment env, DataViewSchema schema, InternalSchemaDefinition definition, Func<int, bool> predicate)
    {
        Host = env.Register("Row");
        Schema = schema;
        _getters = [.. schema.Select(column => predicate(column.Index) ? CreateGetter(definition.Columns[column.Index]) : null)];
    }

    public sealed override DataViewSchema Schema { get; }

    public sealed override long Batch => 0;

    protected IHost Host { get; }

    /// <summary>The object of the current row.</summary>
    protected abstract TRow Current { get; }

    public sealed override bool IsColumnActive(DataViewSchema.Column column)
    {
        Host.Check(column.Index < _getters.Length, $"Column index must be between 0 and {_getters.Length}");
        return _getters[column.Index] != null;
    }

    public sealed override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        Host.CheckParam(IsColumnActive(column), nameof(column), "requested column not active");
        return _getters[column.Index] as ValueGetter<TValue> ?? throw Host.Except("Invalid TValue in GetGetter for column #{0}: '{1}'", column, typeof(TValue));
    }

    public sealed override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) =>
    {
        CheckPosition();
        value = new DataViewRowId((ulong)Position, 0);
    };

    private TRow CheckPosition()
    {
        Host.Check(Position >= 0, "Values cannot be fetched at this time. This method was called either before the first call to MoveNext, or at any point after MoveNext returned false.");
        return Current;
    }

    private Delegate CreateGetter(InternalSchemaDefinition.Column column)
    {
        var member = column.OutputType;
        if (member == typeof(string))
            return TextGetter(column);
        if (member == typeof(string[]))
            return TextsGetter(column);
        if (member.IsArray)
            return ApiUtils.Invoke<Delegate>(this, nameof(ArrayGetter), [member.GetElementType()], column);
        if (column.ColumnType is VectorDataViewType vector)
            return ApiUtils.Invoke<Delegate>(this, nameof(VectorGetter), [vector.ItemType.RawType], column);
        return ApiUtils.Invoke<Delegate>(this, column.ColumnType is KeyDataViewType ? nameof(KeyGetter) : nameof(Getter), [member], column);
    }

    private ValueGetter<ReadOnlyMemory<char>> TextGetter(InternalSchemaDefinition.Column column)
    {
        var peek = ApiUtils.GeneratePeek<TRow, string>(column);
        return (ref ReadOnlyMemory<char> value) => value = peek(CheckPosition()).AsMemory();
    }

    private ValueGetter<VBuffer<ReadOnlyMemory<char>>> TextsGetter(InternalSchemaDefinition.Column column)
    {
        var peek = ApiUtils.GeneratePeek<TRow, string[]>(column);
        return (ref VBuffer<ReadOnlyMemory<char>> value) =>
        {
            var texts = peek(CheckPosition()) ?? [];
            var editor = VBufferEditor.Create(ref value, texts.Length);
            for (var i = 0; i < texts.Length; i++)
                editor.Values[i] = texts[i].AsMemory();
            value = editor.Commit();
        };
    }

    private ValueGetter<VBuffer<TItem>> ArrayGetter<TItem>(InternalSchemaDefinition.Column column)
    {
        var peek = ApiUtils.GeneratePeek<TRow, TItem[]>(column);
        return (ref VBuffer<TItem> value) =>
        {
            var items = peek(CheckPosition()) ?? [];
            VBuffer<TItem>.Copy(items, 0, ref value, items.Length);
        };
    }

    private ValueGetter<VBuffer<TItem>> VectorGetter<TItem>(InternalSchemaDefinition.Column column)
    {
        var peek = ApiUtils.GeneratePeek<TRow, VBuffer<TItem>>(column);
        return (ref VBuffer<TItem> value) => peek(CheckPosition()).CopyTo(ref value);
    }

    private ValueGetter<TValue> Getter<TValue>(InternalSchemaDefinition.Column column)
    {
        var peek = ApiUtils.GeneratePeek<TRow, TValue>(column);
        return (ref TValue value) => value = peek(CheckPosition());
    }

    // Members count from 0; columns from 1, where 0 is missing.
    private ValueGetter<TValue> KeyGetter<TValue>(InternalSchemaDefinition.Column column)
        where TValue : System.Numerics.INumberBase<TValue>
    {
        var peek = ApiUtils.GeneratePeek<TRow, TValue>(column);
        var count = ((KeyDataViewType)column.ColumnType).Count;
        return (ref TValue value) =>
        {
            var key = peek(CheckPosition());
            value = ulong.CreateTruncating(key) < count ? key + TValue.One : TValue.Zero;
        };
    }
}

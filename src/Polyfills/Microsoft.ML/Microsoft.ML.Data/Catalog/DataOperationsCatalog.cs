using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Loading, saving and splitting data.</summary>
public sealed partial class DataOperationsCatalog : IInternalCatalog
{
    private readonly IHostEnvironment _env;

    internal DataOperationsCatalog(IHostEnvironment env) => _env = Contracts.CheckRef(env, nameof(env));

    IHostEnvironment IInternalCatalog.Environment => _env;

    /// <summary>The objects as rows, read anew by every cursor.</summary>
    /// <param name="data">The objects.</param>
    /// <param name="schemaDefinition">The columns; those of the public members where left out.</param>
    public IDataView LoadFromEnumerable<TRow>(IEnumerable<TRow> data, SchemaDefinition schemaDefinition = null)
        where TRow : class
    {
        _env.CheckValue(data, nameof(data));
        return DataViewConstructionUtils.CreateFromEnumerable(_env, data, schemaDefinition);
    }

    /// <summary>The objects as rows, with the annotations of a schema whose columns are members of theirs.</summary>
    /// <exception cref="InvalidOperationException">A column of the schema has no member.</exception>
    public IDataView LoadFromEnumerable<TRow>(IEnumerable<TRow> data, DataViewSchema schema)
        where TRow : class
    {
        _env.CheckValue(data, nameof(data));
        _env.CheckValue(schema, nameof(schema));
        return DataViewConstructionUtils.CreateFromEnumerable(_env, data, DataViewConstructionUtils.GetSchemaDefinition<TRow>(_env, schema));
    }

    /// <summary>The rows as objects, read anew by every enumeration.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="reuseRowObject">Whether one object is filled again for each row.</param>
    /// <param name="ignoreMissingColumns">Whether members without a column are left as they are.</param>
    /// <param name="schemaDefinition">The columns; those of the public members where left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no column for a member.</exception>
    public IEnumerable<TRow> CreateEnumerable<TRow>(IDataView data, bool reuseRowObject, bool ignoreMissingColumns = false, SchemaDefinition schemaDefinition = null)
        where TRow : class, new()
    {
        _env.CheckValue(data, nameof(data));
        var rows = TypedCursorable<TRow>.Create(_env, data, ignoreMissingColumns, schemaDefinition);
        return rows.Enumerate(() => new TRow(), reuseRowObject);
    }
}

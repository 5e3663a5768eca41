using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>What can be written into a model file.</summary>
public interface ICanSaveModel
{
    void Save(ModelSaveContext ctx);
}

/// <summary>Turns data into other data.</summary>
public interface ITransformer : ICanSaveModel
{
    /// <summary>Whether each output row depends on one input row only, so that <see cref="GetRowToRowMapper"/> may be called.</summary>
    bool IsRowToRowMapper { get; }

    /// <summary>The columns that come out where those of <paramref name="inputSchema"/> go in.</summary>
    DataViewSchema GetOutputSchema(DataViewSchema inputSchema);

    /// <summary>The data transformed, lazily.</summary>
    IDataView Transform(IDataView input);

    /// <summary>Transforms single rows.</summary>
    IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema);
}

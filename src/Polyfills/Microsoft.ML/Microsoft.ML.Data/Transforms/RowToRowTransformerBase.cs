using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>The base of transformers that add columns, each made of one row.</summary>
public abstract class RowToRowTransformerBase : ITransformer
{
    private protected readonly IHost Host;

    private protected RowToRowTransformerBase(IHost host) => Host = host;

    bool ITransformer.IsRowToRowMapper => true;

    /// <summary>The columns of <paramref name="inputSchema"/> and, after them, the added ones, which hide those of the same name.</summary>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        Host.CheckValue(inputSchema, nameof(inputSchema));
        return new RowMapping(inputSchema, MakeColumns(inputSchema)).OutputSchema;
    }

    /// <summary>The rows of <paramref name="input"/> with the added columns, which are made when they are asked for.</summary>
    public IDataView Transform(IDataView input)
    {
        Host.CheckValue(input, nameof(input));
        return new RowMappingView(input, new RowMapping(input.Schema, MakeColumns(input.Schema)));
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema)
    {
        Host.CheckValue(inputSchema, nameof(inputSchema));
        return new RowMapping(inputSchema, MakeColumns(inputSchema));
    }

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        Host.CheckValue(ctx, nameof(ctx));
        ctx.CheckAtModel();
        SaveModel(ctx);
    }

    /// <summary>Works out the added columns, after checking that the input has what they need.</summary>
    private protected abstract RowMapping.Column[] MakeColumns(DataViewSchema inputSchema);

    /// <summary>Writes the version and what else <c>Create</c> reads.</summary>
    private protected abstract void SaveModel(ModelSaveContext ctx);
}

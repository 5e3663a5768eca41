using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>The base of transformers that add a trained model's predictions. Disposing one disposes its model.</summary>
public abstract class PredictionTransformerBase<TModel> : IPredictionTransformer<TModel>, IDisposable
    where TModel : class
{
    private protected readonly IHost Host;

    private protected PredictionTransformerBase(IHost host, TModel model)
    {
        host.CheckValue(model, nameof(model));
        (Host, Model) = (host, model);
    }

    public TModel Model { get; }

    bool ITransformer.IsRowToRowMapper => true;

    public abstract DataViewSchema GetOutputSchema(DataViewSchema inputSchema);

    /// <summary>The rows of <paramref name="input"/> with the predictions, which are made when they are asked for.</summary>
    public IDataView Transform(IDataView input)
    {
        Host.CheckValue(input, nameof(input));
        return new RowMappingView(input, Map(input.Schema));
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema)
    {
        Host.CheckValue(inputSchema, nameof(inputSchema));
        return Map(inputSchema);
    }

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        Host.CheckValue(ctx, nameof(ctx));
        ctx.CheckAtModel();
        SaveModel(ctx);
    }

    public void Dispose() => (Model as IDisposable)?.Dispose();

    /// <summary>Works out the added columns, after checking that the input has what they need.</summary>
    private protected abstract RowMapping Map(DataViewSchema inputSchema);

    /// <summary>Writes the version and what else the loader reads.</summary>
    private protected abstract void SaveModel(ModelSaveContext ctx);
}

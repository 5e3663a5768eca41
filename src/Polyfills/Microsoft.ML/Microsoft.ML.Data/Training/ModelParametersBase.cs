using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

/// <summary>The base of what trainers learn.</summary>
public abstract class ModelParametersBase<TOutput> : ICanSaveModel
{
    private protected readonly IHost Host;

    private protected ModelParametersBase(IHost host) => Host = host;

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        Host.CheckValue(ctx, nameof(ctx));
        ctx.CheckAtModel();
        SaveCore(ctx);
    }

    /// <summary>Writes the version and what else <c>Create</c> reads.</summary>
    private protected abstract void SaveCore(ModelSaveContext ctx);
}

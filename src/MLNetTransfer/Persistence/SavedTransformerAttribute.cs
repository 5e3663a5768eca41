using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace MLNetTransfer.Persistence;

/// <summary>A transformer that Model.Load gives back: it names its format and rebuilds itself from its entries.</summary>
internal interface ISavedTransformer<TSelf> where TSelf : ITransformer, ISavedTransformer<TSelf>
{
    static abstract SavedFormat Format { get; }

    static abstract TSelf Load(IHostEnvironment env, EntryReader entries);
}

/// <summary>
/// Stands on the assembly once for each transformer. ML.NET reads the assembly's name and the loader's name from the saved header, loads the assembly,
/// looks for this attribute and calls <c>Create</c> of its loader type.
/// </summary>
// Internals: LoadableClassAttributeBase, SignatureLoadModel.
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
internal sealed class SavedTransformerAttribute<TTransformer>() : LoadableClassAttributeBase(
    summary: null, instType: typeof(TTransformer), loaderType: typeof(SavedTransformerLoader<TTransformer>), argType: null,
    sigTypes: [typeof(SignatureLoadModel)], userName: TTransformer.Format.LoaderName, loadNames: TTransformer.Format.LoaderName)
    where TTransformer : ITransformer, ISavedTransformer<TTransformer>;

internal static class SavedTransformerLoader<TTransformer> where TTransformer : ITransformer, ISavedTransformer<TTransformer>
{
    // Called by ML.NET through reflection. Internal: ModelLoadContext.
    public static TTransformer Create(IHostEnvironment env, ModelLoadContext ctx) => TTransformer.Load(env, new EntryReader(ctx, TTransformer.Format));
}

using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Puts estimators and transformers one after the other.</summary>
public static class LearningPipelineExtensions
{
    /// <summary>The estimators as a chain.</summary>
    public static EstimatorChain<TTrans> Append<TTrans>(this IEstimator<ITransformer> start, IEstimator<TTrans> estimator, TransformerScope scope = TransformerScope.Everything)
        where TTrans : class, ITransformer
    {
        Contracts.CheckValue(start, nameof(start));
        Contracts.CheckValue(estimator, nameof(estimator));
        var chain = start as EstimatorChain<ITransformer> ?? new EstimatorChain<ITransformer>().Append(start);
        return chain.Append(estimator, scope);
    }

    /// <summary>The transformers as a chain.</summary>
    public static TransformerChain<TTrans> Append<TTrans>(this ITransformer start, TTrans transformer)
        where TTrans : class, ITransformer
    {
        Contracts.CheckValue(start, nameof(start));
        Contracts.CheckValue(transformer, nameof(transformer));
        return start is TransformerChain<ITransformer> chain ? chain.Append(transformer) : new TransformerChain<TTrans>(start, transformer);
    }

    /// <summary>A chain of the estimator, behind which data are kept in memory for the estimators that are appended.</summary>
    public static EstimatorChain<TTrans> AppendCacheCheckpoint<TTrans>(this IEstimator<TTrans> start, IHostEnvironment env)
        where TTrans : class, ITransformer
    {
        Contracts.CheckValue(start, nameof(start));
        return new EstimatorChain<ITransformer>().Append(start).AppendCacheCheckpoint(env);
    }

    /// <summary>The estimator, which also hands each transformer that it fits to <paramref name="onFit"/>: the way to get at one inside a chain.</summary>
    public static IEstimator<TTransformer> WithOnFitDelegate<TTransformer>(this IEstimator<TTransformer> estimator, Action<TTransformer> onFit)
        where TTransformer : class, ITransformer
    {
        Contracts.CheckValue(estimator, nameof(estimator));
        Contracts.CheckValue(onFit, nameof(onFit));
        return new DelegateEstimator<TTransformer>(estimator, onFit);
    }

    private sealed class DelegateEstimator<TTransformer>(IEstimator<TTransformer> estimator, Action<TTransformer> onFit) : IEstimator<TTransformer>
        where TTransformer : class, ITransformer
    {
        public TTransformer Fit(IDataView input)
        {
            var transformer = estimator.Fit(input);
            onFit(transformer);
            return transformer;
        }

        public SchemaShape GetOutputSchema(SchemaShape inputSchema) => estimator.GetOutputSchema(inputSchema);
    }
}

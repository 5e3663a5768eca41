using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Estimators one after the other: each learns from the data that the ones before it transformed.</summary>
public sealed class EstimatorChain<TLastTransformer> : IEstimator<TransformerChain<TLastTransformer>>
    where TLastTransformer : class, ITransformer
{
    private readonly IHostEnvironment _env;
    private readonly IEstimator<ITransformer>[] _estimators;
    private readonly TransformerScope[] _scopes;
    private readonly bool[] _cacheAfter;

    /// <summary>The last estimator; null in an empty chain.</summary>
    public readonly IEstimator<TLastTransformer> LastEstimator;

    /// <summary>An empty chain.</summary>
    public EstimatorChain()
        : this(null, [], [], [])
    {
    }

    private EstimatorChain(IHostEnvironment env, IEstimator<ITransformer>[] estimators, TransformerScope[] scopes, bool[] cacheAfter)
    {
        _env = env;
        _estimators = estimators;
        _scopes = scopes;
        _cacheAfter = cacheAfter;
        LastEstimator = estimators.LastOrDefault() as IEstimator<TLastTransformer>;
    }

    public TransformerChain<TLastTransformer> Fit(IDataView input)
    {
        Contracts.CheckValue(input, nameof(input));
        // Before any estimator starts to learn, which may take long, all of them see what columns they will get.
        GetOutputSchema(SchemaShape.Create(input.Schema));
        var data = input;
        var transformers = new ITransformer[_estimators.Length];
        for (var i = 0; i < _estimators.Length; i++)
        {
            transformers[i] = _estimators[i].Fit(data);
            if (i == _estimators.Length - 1)
                break;
            data = transformers[i].Transform(data);
            if (_cacheAfter[i])
                data = new DataOperationsCatalog(_env).Cache(data);
        }
        return new TransformerChain<TLastTransformer>(transformers, _scopes);
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Contracts.CheckValue(inputSchema, nameof(inputSchema));
        return _estimators.Aggregate(inputSchema, (shape, estimator) => estimator.GetOutputSchema(shape));
    }

    /// <summary>The chain with one more estimator at its end.</summary>
    /// <param name="estimator">The estimator.</param>
    /// <param name="scope">What its transformer is for.</param>
    public EstimatorChain<TNewTrans> Append<TNewTrans>(IEstimator<TNewTrans> estimator, TransformerScope scope = TransformerScope.Everything)
        where TNewTrans : class, ITransformer
    {
        Contracts.CheckValue(estimator, nameof(estimator));
        return new EstimatorChain<TNewTrans>(_env, [.. _estimators, estimator], [.. _scopes, scope], [.. _cacheAfter, false]);
    }

    /// <summary>The chain in which estimators appended from now on learn from data kept in memory.</summary>
    public EstimatorChain<TLastTransformer> AppendCacheCheckpoint(IHostEnvironment env)
    {
        Contracts.CheckValue(env, nameof(env));
        if (_estimators.Length == 0 || _cacheAfter[^1])
            return this;
        return new EstimatorChain<TLastTransformer>(env, _estimators, _scopes, [.. _cacheAfter[..^1], true]);
    }
}

using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Layers;

/// <summary>What a <see cref="SelfAttention"/> may have that BERT's has not.</summary>
internal sealed record SelfAttentionOptions
{
    /// <summary>Width of all heads together; null: that of the states.</summary>
    public long? InnerSize { get; init; }
    /// <summary>Whether the projections have biases.</summary>
    public bool Bias { get; init; } = true;
    /// <summary>Whether scores are divided by the square root of a head's size.</summary>
    public bool ScalesScores { get; init; } = true;
    /// <summary>Whether keys and values are those of another text, <see cref="AttentionInputs.Source"/>.</summary>
    public bool ReadsSource { get; init; }
    /// <summary>What the standard deviation of the projections' new weights is multiplied by.</summary>
    public double QueryScale { get; init; } = 1;
    public double KeyScale { get; init; } = 1;
    public double ValueScale { get; init; } = 1;
    public double OutputScale { get; init; } = 1;
}

/// <summary>Multi-head attention of a sequence to itself, or to another text, with separate projections: <c>query</c>, <c>key</c>, <c>value</c>, <c>output</c>.</summary>
internal sealed class SelfAttention : AttentionLayer
{
    // From so many tokens on, one product over three weights saves more than laying the weights beside one another costs.
    private const long TokensForOneProduct = 512;

    private readonly LinearLayer _query, _key, _value, _output;
    private readonly long _headCount;
    private readonly double _queryFactor;
    private readonly bool _readsSource;
    private readonly Dropout _dropout;

    public SelfAttention(long hiddenSize, long headCount, double dropout, SelfAttentionOptions? options = null) : base(nameof(SelfAttention))
    {
        options ??= new();
        var innerSize = options.InnerSize ?? hiddenSize;
        // The attention divides by the root that this multiplies by.
        (_headCount, _readsSource, _queryFactor) = (headCount, options.ReadsSource, options.ScalesScores ? 1 : Math.Sqrt((double)innerSize / headCount));
        _dropout = new(dropout);
        register_module("query", _query = new(hiddenSize, innerSize, options.Bias, initialScale: options.QueryScale));
        register_module("key", _key = new(hiddenSize, innerSize, options.Bias, initialScale: options.KeyScale));
        register_module("value", _value = new(hiddenSize, innerSize, options.Bias, initialScale: options.ValueScale));
        register_module("output", _output = new(innerSize, hiddenSize, options.Bias, initialScale: options.OutputScale));
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor states, AttentionInputs inputs, long queryCount)
    {
        using var scope = torch.NewDisposeScope();
        var all = ComputeType.Cast(states);
        var (query, key, value) = Project(all, inputs, queryCount);
        if (_queryFactor != 1) query = query * _queryFactor;
        using var mixed = DotProductAttention.Compute(query, key, value, _headCount, inputs.Mask, _dropout.When(training));
        return _output.call(mixed).MoveToOuterDisposeScope();
    }

    private (Tensor Query, Tensor Key, Tensor Value) Project(Tensor states, AttentionInputs inputs, long queryCount)
    {
        var allAsk = queryCount == states.shape[1];
        if (!_readsSource && allAsk && inputs.Cache is null && states.shape[0] * queryCount >= TokensForOneProduct && LinearLayer.ForwardBeside(states, _query, _key, _value) is [var q, var k, var v]) return (q, k, v);
        var (key, value) = KeysAndValues(states, inputs);
        return (_query.call(allAsk ? states : states.narrow(1, 0, queryCount)), key, value);
    }

    private (Tensor Key, Tensor Value) KeysAndValues(Tensor states, AttentionInputs inputs)
    {
        // What another text gives is made once.
        if (_readsSource && inputs.Cache is { Length: > 0 } made) return made.All;
        var read = _readsSource ? ComputeType.Cast(inputs.Source!) : states;
        var (key, value) = (_key.call(read), _value.call(read));
        return inputs.Cache is { } cache ? cache.Append(key, value) : (key, value);
    }
}

using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Layers;

/// <summary>Multi-head attention of a sequence to itself, with separate projections: <c>query</c>, <c>key</c>, <c>value</c>, <c>output</c>.</summary>
internal sealed class SelfAttention : AttentionLayer
{
    private readonly LinearLayer _query, _key, _value, _output;
    private readonly long _headCount;
    private readonly Dropout _dropout;

    public SelfAttention(long hiddenSize, long headCount, double dropout) : base(nameof(SelfAttention))
    {
        _headCount = headCount;
        _dropout = new(dropout);
        register_module("query", _query = new(hiddenSize, hiddenSize));
        register_module("key", _key = new(hiddenSize, hiddenSize));
        register_module("value", _value = new(hiddenSize, hiddenSize));
        register_module("output", _output = new(hiddenSize, hiddenSize));
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor states, AttentionInputs inputs, long queryCount)
    {
        using var scope = torch.NewDisposeScope();
        var all = ComputeType.Cast(states);
        var asking = queryCount == all.shape[1] ? all : all.narrow(1, 0, queryCount);
        using var query = _query.call(asking);
        using var key = _key.call(all);
        using var value = _value.call(all);
        using var mixed = DotProductAttention.Compute(query, key, value, _headCount, inputs.Mask, _dropout.When(training));
        return _output.call(mixed).MoveToOuterDisposeScope();
    }
}

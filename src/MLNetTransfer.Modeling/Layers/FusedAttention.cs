using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Layers;

/// <summary>Attention with one projection, <c>fused</c>, that makes queries, keys and values beside one another, as in GPT and ModernBERT; <c>output</c> mixes the heads.</summary>
internal sealed class FusedAttention : AttentionLayer
{
    private readonly LinearLayer _fused, _output;
    private readonly long _hiddenSize, _headCount;
    private readonly double _scoreScale;
    private readonly Dropout _dropout;

    /// <param name="hiddenSize">Width of the states.</param>
    /// <param name="headCount">Divides the width.</param>
    /// <param name="dropout">Rate at which attention weights are dropped.</param>
    /// <param name="bias">Whether the projections have biases.</param>
    /// <param name="inputFirst">See <see cref="LinearLayer"/>.</param>
    /// <param name="scoreScale">What scores are multiplied by, besides 1 / √(size of a head).</param>
    /// <param name="outputScale">What the standard deviation of new weights of <c>output</c> is multiplied by.</param>
    public FusedAttention(long hiddenSize, long headCount, double dropout, bool bias = true, bool inputFirst = false, double scoreScale = 1, double outputScale = 1)
        : base(nameof(FusedAttention))
    {
        (_hiddenSize, _headCount, _scoreScale, _dropout) = (hiddenSize, headCount, scoreScale, new(dropout));
        register_module("fused", _fused = new(hiddenSize, 3 * hiddenSize, bias, inputFirst));
        register_module("output", _output = new(hiddenSize, hiddenSize, bias, inputFirst, outputScale));
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor states, AttentionInputs inputs, long queryCount)
    {
        using var scope = torch.NewDisposeScope();
        // Tokens behind those that ask are not seen by them.
        if (inputs.Causal && queryCount < states.shape[1]) states = states.narrow(1, 0, queryCount);
        var fused = _fused.call(states);
        var query = fused.narrow(2, 0, _hiddenSize).narrow(1, 0, queryCount);
        var key = fused.narrow(2, _hiddenSize, _hiddenSize);
        var value = fused.narrow(2, 2 * _hiddenSize, _hiddenSize);
        if (_scoreScale != 1) query = query * _scoreScale;
        if (inputs.Rotation is { } rotation) (query, key) = (rotation.Apply(query, _headCount), rotation.Apply(key, _headCount));
        if (inputs.Cache is { } cache) (key, value) = cache.Append(key, value);
        var mixed = DotProductAttention.Compute(query, key, value, _headCount, inputs.Mask, _dropout.When(training), inputs.Causal);
        return _output.call(mixed).MoveToOuterDisposeScope();
    }
}

using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Layers;

/// <summary>How the inner states of a <see cref="FeedForward"/> are gated.</summary>
internal enum Gating
{
    /// <summary>activation(<c>inner</c> x).</summary>
    None,
    /// <summary>activation(<c>inner</c> x) times <c>gate</c> x.</summary>
    Separate,
    /// <summary>As <see cref="Separate"/>, but <c>inner</c> holds both matrices, that of the gate below the other.</summary>
    Joined,
}

/// <summary>The position-wise network of a layer: <c>inner</c>, an activation, perhaps a gate, dropout, <c>outer</c>.</summary>
internal sealed class FeedForward : nn.Module<Tensor, Tensor>
{
    private readonly LinearLayer _inner, _outer;
    private readonly LinearLayer? _gate;
    private readonly Activation _activation;
    private readonly bool _joined;
    private readonly Dropout _dropout;

    /// <param name="hiddenSize">Width of what comes in and goes out.</param>
    /// <param name="innerSize">Width between.</param>
    /// <param name="activation">What is applied between.</param>
    /// <param name="gating">Whether the inner states are gated.</param>
    /// <param name="bias">Whether the linear layers have biases.</param>
    /// <param name="dropout">Of the inner states.</param>
    /// <param name="inputFirst">See <see cref="LinearLayer"/>.</param>
    /// <param name="innerScale">What the standard deviation of new weights of <c>inner</c> and <c>gate</c> is multiplied by.</param>
    /// <param name="outerScale">What the standard deviation of new weights of <c>outer</c> is multiplied by.</param>
    public FeedForward(
        long hiddenSize, long innerSize, Activation activation, Gating gating = Gating.None, bool bias = true, double dropout = 0, bool inputFirst = false,
        double innerScale = 1, double outerScale = 1)
        : base(nameof(FeedForward))
    {
        _activation = activation;
        _joined = gating == Gating.Joined;
        _dropout = new(dropout);
        register_module("inner", _inner = new(hiddenSize, _joined ? 2 * innerSize : innerSize, bias, inputFirst, innerScale));
        if (gating == Gating.Separate) register_module("gate", _gate = new(hiddenSize, innerSize, bias, inputFirst, innerScale));
        register_module("outer", _outer = new(innerSize, hiddenSize, bias, inputFirst, outerScale));
    }

    /// <summary><c>[batch, sequence, hidden]</c> to the same shape, in the type in force.</summary>
    public override Tensor forward(Tensor states)
    {
        using var scope = torch.NewDisposeScope();
        return _outer.call(_dropout.Apply(Activate(ComputeType.Cast(states)), training)).MoveToOuterDisposeScope();
    }

    private Tensor Activate(Tensor states)
    {
        var inner = _inner.call(states);
        if (_gate is not null) return Gated(_activation.Apply(inner), _gate.call(states));
        if (!_joined) return _activation.Apply(inner);
        var size = inner.shape[^1] / 2;
        // The halves share memory with one another, so neither may be overwritten while a backward pass needs the other.
        return Gated(_activation.Apply(inner.narrow(-1, 0, size)), inner.narrow(-1, size, size));
    }

    private static Tensor Gated(Tensor active, Tensor gate)
    {
        using (active) using (gate) return active * gate;
    }
}

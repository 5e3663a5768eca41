using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Layers;

/// <summary>The position-wise network of a layer: <c>inner</c>, an activation, <c>outer</c>.</summary>
internal sealed class FeedForward : nn.Module<Tensor, Tensor>
{
    private readonly LinearLayer _inner, _outer;
    private readonly Activation _activation;

    public FeedForward(long hiddenSize, long innerSize, Activation activation) : base(nameof(FeedForward))
    {
        _activation = activation;
        register_module("inner", _inner = new(hiddenSize, innerSize));
        register_module("outer", _outer = new(innerSize, hiddenSize));
    }

    /// <summary><c>[batch, sequence, hidden]</c> to the same shape, in the type in force.</summary>
    public override Tensor forward(Tensor states)
    {
        using var active = _activation.Apply(_inner.call(states));
        return _outer.call(active);
    }
}

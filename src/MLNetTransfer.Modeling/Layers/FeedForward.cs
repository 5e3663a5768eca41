using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Layers;

/// <summary>The position-wise network of a layer: <c>inner</c>, an activation, <c>outer</c>.</summary>
internal sealed class FeedForward : nn.Module<Tensor, Tensor>
{
    private readonly LinearLayer _inner, _outer;
    private readonly Activation _activation;

    /// <param name="hiddenSize">Width of what comes in and goes out.</param>
    /// <param name="innerSize">Width between.</param>
    /// <param name="activation">What is applied between.</param>
    /// <param name="inputFirst">See <see cref="LinearLayer"/>.</param>
    /// <param name="outerScale">What the standard deviation of new weights of <c>outer</c> is multiplied by.</param>
    public FeedForward(long hiddenSize, long innerSize, Activation activation, bool inputFirst = false, double outerScale = 1) : base(nameof(FeedForward))
    {
        _activation = activation;
        register_module("inner", _inner = new(hiddenSize, innerSize, inputFirst: inputFirst));
        register_module("outer", _outer = new(innerSize, hiddenSize, inputFirst: inputFirst, initialScale: outerScale));
    }

    /// <summary><c>[batch, sequence, hidden]</c> to the same shape, in the type in force.</summary>
    public override Tensor forward(Tensor states)
    {
        using var active = _activation.Apply(_inner.call(states));
        return _outer.call(active);
    }
}

using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Layers;

/// <summary>A dense layer and an activation over the first token's state: the sentence vector that BERT was pretrained with.</summary>
internal sealed class Pooler : nn.Module<Tensor, Tensor>
{
    private readonly LinearLayer _dense;
    private readonly Activation _activation;

    public Pooler(long hiddenSize, Activation activation) : base(nameof(Pooler))
    {
        _activation = activation;
        register_module("dense", _dense = new(hiddenSize, hiddenSize));
    }

    /// <summary>First tokens' states <c>[batch, hidden]</c> to <c>[batch, hidden]</c> float32.</summary>
    public override Tensor forward(Tensor firstToken)
    {
        var active = _activation.Apply(_dense.call(firstToken));
        if (active.dtype == ScalarType.Float32) return active;
        using (active) return active.to(ScalarType.Float32);
    }
}

using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Layers;

/// <summary>c relu(W x + b) + (1 - c) x, where the gate c is sigmoid(V x + d): <c>transform</c> and <c>carry</c>, whose weights have the input first.</summary>
internal sealed class HighwayLayer : nn.Module<Tensor, Tensor>
{
    private readonly LinearLayer _transform, _carry;

    public HighwayLayer(long size) : base(nameof(HighwayLayer))
    {
        register_module("transform", _transform = new(size, size, inputFirst: true));
        register_module("carry", _carry = new(size, size, inputFirst: true));
    }

    /// <summary><c>[..., size]</c> to the same shape in float32.</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = torch.NewDisposeScope();
        var gate = _carry.call(input).to(ScalarType.Float32).sigmoid();
        var changed = _transform.call(input).to(ScalarType.Float32).relu();
        return (input + (gate * (changed - input))).MoveToOuterDisposeScope();
    }
}

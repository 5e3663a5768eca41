using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Layers;

/// <summary>Division by the root mean square over the last dimension, always in float32: <c>weight</c> is <c>[size]</c>.</summary>
internal sealed class RmsNormalization : nn.Module<Tensor, Tensor>, IInitialized
{
    private readonly double _epsilon;

    public RmsNormalization(long size, double epsilon) : base(nameof(RmsNormalization))
    {
        _epsilon = epsilon;
        register_parameter("weight", ParameterInitializer.Create(size));
    }

    /// <summary><c>[..., size]</c> to the same shape in float32.</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = torch.NewDisposeScope();
        var wide = ComputeType.Widen(input);
        var inverse = wide.square().mean([-1L], keepdim: true).add_(_epsilon).rsqrt_();
        return (wide * inverse * get_parameter("weight")!).MoveToOuterDisposeScope();
    }

    public void Initialize(string parameter, double range, Generator? generator) => get_parameter(parameter)!.fill_(1f);
}

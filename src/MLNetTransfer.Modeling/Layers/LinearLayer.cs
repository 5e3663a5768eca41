using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Layers;

/// <summary>x Wᵀ + b, computed in <see cref="ComputeType"/>: <c>weight</c> is <c>[output, input]</c>, <c>bias</c> <c>[output]</c>.</summary>
internal sealed class LinearLayer : nn.Module<Tensor, Tensor>, IInitialized
{
    private readonly bool _hasBias;

    public LinearLayer(long inputSize, long outputSize, bool bias = true) : base(nameof(LinearLayer))
    {
        _hasBias = bias;
        register_parameter("weight", ParameterInitializer.Create(outputSize, inputSize));
        if (bias) register_parameter("bias", ParameterInitializer.Create(outputSize));
    }

    /// <summary><c>[..., input]</c> to <c>[..., output]</c>, in the type in force.</summary>
    public override Tensor forward(Tensor input) =>
        Project(input, get_parameter("weight")!, _hasBias ? get_parameter("bias")! : null);

    /// <summary>The product by parameters that live elsewhere, such as tied embeddings.</summary>
    public static Tensor Project(Tensor input, Tensor weight, Tensor? bias)
    {
        var type = ComputeType.Current;
        if (input.dtype == type && weight.dtype == type) return nn.functional.linear(input, weight, bias);
        using var scope = torch.NewDisposeScope();
        return nn.functional.linear(ComputeType.Cast(input), ComputeType.Cast(weight), bias is null ? null : ComputeType.Cast(bias))
            .MoveToOuterDisposeScope();
    }

    public void Initialize(string parameter, double range, Generator? generator)
    {
        if (parameter == "weight") ParameterInitializer.Normal(get_parameter(parameter)!, range, generator);
        else get_parameter(parameter)!.zero_();
    }
}

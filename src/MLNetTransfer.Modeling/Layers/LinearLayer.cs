using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Layers;

/// <summary>x Wᵀ + b, computed in <see cref="ComputeType"/>: <c>weight</c> is <c>[output, input]</c>, <c>bias</c> <c>[output]</c>.</summary>
internal sealed class LinearLayer : nn.Module<Tensor, Tensor>, IInitialized
{
    private readonly bool _hasBias;
    private readonly double _initialScale;

    /// <param name="inputSize">Width of what comes in.</param>
    /// <param name="outputSize">Width of what goes out.</param>
    /// <param name="bias">Whether there is a bias.</param>
    /// <param name="inputFirst">Keeps <c>weight</c> as <c>[input, output]</c>, as the GPT families store it, so that files need no transposing. The layer computes the same.</param>
    /// <param name="initialScale">What the standard deviation of new weights is multiplied by.</param>
    public LinearLayer(long inputSize, long outputSize, bool bias = true, bool inputFirst = false, double initialScale = 1) : base(nameof(LinearLayer))
    {
        (_hasBias, InputFirst, _initialScale) = (bias, inputFirst, initialScale);
        register_parameter("weight", inputFirst ? ParameterInitializer.Create(inputSize, outputSize) : ParameterInitializer.Create(outputSize, inputSize));
        if (bias) register_parameter("bias", ParameterInitializer.Create(outputSize));
    }

    /// <summary>Whether <c>weight</c> is <c>[input, output]</c>.</summary>
    public bool InputFirst { get; }

    /// <summary><c>[..., input]</c> to <c>[..., output]</c>, in the type in force.</summary>
    public override Tensor forward(Tensor input)
    {
        var weight = get_parameter("weight")!;
        var bias = _hasBias ? get_parameter("bias")! : null;
        if (!InputFirst) return Project(input, weight, bias);
        using var outputFirst = weight.t();
        return Project(input, outputFirst, bias);
    }

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
        if (parameter == "weight") ParameterInitializer.Normal(get_parameter(parameter)!, range * _initialScale, generator);
        else get_parameter(parameter)!.zero_();
    }
}

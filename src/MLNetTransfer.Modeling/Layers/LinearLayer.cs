using TorchSharp;
using TorchSharp.Modules;
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
        (InputSize, OutputSize) = (inputSize, outputSize);
        register_parameter("weight", inputFirst ? ParameterInitializer.Create(inputSize, outputSize) : ParameterInitializer.Create(outputSize, inputSize));
        if (bias) register_parameter("bias", ParameterInitializer.Create(outputSize));
    }

    /// <summary>Whether <c>weight</c> is <c>[input, output]</c>.</summary>
    public bool InputFirst { get; }

    /// <summary>Width of what comes in.</summary>
    public long InputSize { get; }

    /// <summary>Width of what goes out.</summary>
    public long OutputSize { get; }

    /// <summary>What changes the layer's output; null for nothing.</summary>
    public ILinearAdapter? Adapter { get; private set; }

    /// <summary>Puts an adapter on the layer, with parameters that are the layer's from then on.</summary>
    public void Attach(ILinearAdapter adapter, IEnumerable<(string Name, Parameter Parameter)> parameters)
    {
        Adapter = adapter;
        foreach (var (name, parameter) in parameters) ConditionallyRegisterParameter(name, parameter);
    }

    /// <summary>Takes the adapter off and disposes its parameters.</summary>
    public void Detach(IEnumerable<string> parameterNames)
    {
        Adapter = null;
        foreach (var name in parameterNames)
        {
            get_parameter(name)?.Dispose();
            ConditionallyRegisterParameter(name, (Parameter?)null);
        }
    }

    /// <summary><c>[..., input]</c> to <c>[..., output]</c>, in the type in force.</summary>
    public override Tensor forward(Tensor input)
    {
        var output = Compute(input);
        return Adapter is null ? output : Adapter.Apply(this, input, output);
    }

    /// <summary>The product by parameters that live elsewhere, such as tied embeddings.</summary>
    public static Tensor Project(Tensor input, Tensor weight, Tensor? bias)
    {
        var type = ComputeType.Current;
        if (input.dtype == type && weight.dtype == type && (bias is null || bias.dtype == type)) return nn.functional.linear(input, weight, bias);
        using var scope = torch.NewDisposeScope();
        return nn.functional.linear(ComputeType.Cast(input), ComputeType.Cast(weight), bias is null ? null : ComputeType.Cast(bias))
            .MoveToOuterDisposeScope();
    }

    /// <summary>What layers of one input give, as one product of their weights beside one another: <c>[..., input]</c> to a <c>[..., output]</c> for each, which are views of one tensor.</summary>
    /// <returns>Null where they cannot be one, for an adapter or the weights' order.</returns>
    public static Tensor[]? ForwardBeside(Tensor input, params LinearLayer[] layers)
    {
        if (layers.Any(l => l.Adapter is not null || l.InputFirst || l._hasBias != layers[0]._hasBias)) return null;
        var weight = cat([.. layers.Select(l => l.get_parameter("weight")!)]);
        var bias = layers[0]._hasBias ? cat([.. layers.Select(l => l.get_parameter("bias")!)]) : null;
        var all = Project(input, weight, bias);
        var at = 0L;
        return [.. layers.Select(l => all.narrow(-1, (at += l.OutputSize) - l.OutputSize, l.OutputSize))];
    }

    private Tensor Compute(Tensor input)
    {
        var weight = get_parameter("weight")!;
        var bias = _hasBias ? get_parameter("bias")! : null;
        if (!InputFirst) return Project(input, weight, bias);
        using var outputFirst = weight.t();
        return Project(input, outputFirst, bias);
    }

    public void Initialize(string parameter, double range, Generator? generator)
    {
        if (parameter == "weight") ParameterInitializer.Normal(get_parameter(parameter)!, range * _initialScale, generator);
        else get_parameter(parameter)!.zero_();
    }
}

using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Layers;

/// <summary>A layer that knows how its own parameters start where no checkpoint has values for them.</summary>
internal interface IInitialized
{
    /// <summary>Gives one of the layer's own parameters, by its name within the layer, its first values.</summary>
    void Initialize(string parameter, double range, Generator? generator);
}

/// <summary>
/// New parameters as Hugging Face starts them: weights from N(0, initializer_range), biases 0, normalisation 1 and 0, the padding token's embedding 0.
/// </summary>
internal static class ParameterInitializer
{
    /// <summary>An uninitialised float32 parameter that no dispose scope owns: loading overwrites it, so filling it first would be wasted.</summary>
    public static Parameter Create(params long[] shape)
    {
        var parameter = new Parameter(torch.empty(shape, dtype: ScalarType.Float32));
        parameter.DetachFromDisposeScope();
        return parameter;
    }

    /// <summary>Initialises parameters of <paramref name="model"/>, in the order of their names' declaration: all, or those named in <paramref name="only"/>.</summary>
    /// <param name="model">A model whose parameters belong to layers of this folder.</param>
    /// <param name="range">Standard deviation of weights, the config's initializer_range.</param>
    /// <param name="generator">Source of randomness, on the CPU; the default generator where null. The same state gives the same values.</param>
    /// <param name="only">Full parameter names within <paramref name="model"/>, such as the missing ones of a load report.</param>
    /// <exception cref="InvalidOperationException">A parameter belongs to no layer that can initialise it.</exception>
    public static void Initialize(nn.Module model, double range, Generator? generator, IReadOnlySet<string>? only = null)
    {
        using var noGradient = torch.no_grad();
        var layers = new List<(string Prefix, IInitialized Layer)>();
        if (model is IInitialized whole) layers.Add(("", whole));
        foreach (var (name, module) in model.named_modules())
            if (module is IInitialized layer && name.Length > 0) layers.Add((name + '.', layer));
        foreach (var (name, _) in model.named_parameters())
        {
            if (only?.Contains(name) == false) continue;
            var (prefix, owner) = layers.Where(l => name.StartsWith(l.Prefix, StringComparison.Ordinal)).MaxBy(l => l.Prefix.Length);
            if (owner is null) throw new InvalidOperationException($"No layer of {model.GetName()} can initialise the parameter '{name}'.");
            owner.Initialize(name[prefix.Length..], range, generator);
        }
    }

    /// <summary>Fills <paramref name="parameter"/> from N(0, <paramref name="range"/>).</summary>
    public static void Normal(Tensor parameter, double range, Generator? generator) => Draw(parameter, values => values.normal_(0, range, generator));

    /// <summary>Fills <paramref name="parameter"/> evenly from minus to plus <paramref name="limit"/>.</summary>
    public static void Uniform(Tensor parameter, double limit, Generator? generator) => Draw(parameter, values => values.uniform_(-limit, limit, generator));

    private static void Draw(Tensor parameter, Action<Tensor> fill)
    {
        using var noGradient = torch.no_grad();
        if (parameter.device.type == DeviceType.CPU)
        {
            fill(parameter);
            return;
        }
        // Drawn on the CPU, so that a seed means the same start on every device.
        using var values = torch.empty(parameter.shape, dtype: ScalarType.Float32);
        fill(values);
        parameter.copy_(values);
    }

    /// <summary>Fills <c>[positions, size]</c> with sin and cos of position / 10000^(2i / size), in turn.</summary>
    public static void Sinusoids(Tensor parameter)
    {
        using var noGradient = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        long positions = parameter.shape[0], size = parameter.shape[1];
        var values = new float[positions * size];
        for (long p = 0; p < positions; p++)
            for (long i = 0; i < size; i++)
            {
                var angle = p / Math.Pow(10000, 2.0 * (i / 2) / size);
                values[p * size + i] = (float)(i % 2 == 0 ? Math.Sin(angle) : Math.Cos(angle));
            }
        parameter.copy_(torch.tensor(values, new[] { positions, size }));
    }
}

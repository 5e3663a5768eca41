using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Layers;

/// <summary>The non-linear functions that checkpoints ask for.</summary>
internal enum Activation
{
    /// <summary>x Φ(x), with the error function.</summary>
    Gelu,
    /// <summary>The tanh approximation of GELU, of the first BERT and of GPT-2.</summary>
    GeluTanh,
    Relu,
    Silu,
    Tanh,
}

/// <summary>Names of activations in config.json, and what they compute.</summary>
internal static class Activations
{
    private static readonly Dictionary<string, Activation> _names = new(StringComparer.Ordinal)
    {
        ["gelu"] = Activation.Gelu,
        ["gelu_python"] = Activation.Gelu,
        ["gelu_new"] = Activation.GeluTanh,
        ["gelu_fast"] = Activation.GeluTanh,
        ["gelu_pytorch_tanh"] = Activation.GeluTanh,
        ["relu"] = Activation.Relu,
        ["silu"] = Activation.Silu,
        ["swish"] = Activation.Silu,
        ["tanh"] = Activation.Tanh,
    };

    /// <summary>All names that <see cref="TryParse"/> knows.</summary>
    public static IEnumerable<string> KnownNames => _names.Keys;

    /// <summary>The activation of this name in config.json.</summary>
    public static bool TryParse(string name, out Activation activation) => _names.TryGetValue(name, out activation);

    /// <summary>Applies the function to a tensor that is the caller's own: it is disposed, or overwritten and handed back.</summary>
    public static Tensor Apply(this Activation activation, Tensor input)
    {
        // Where nothing is recorded for a backward pass, working in place saves an allocation of the layer's largest tensor.
        var output = input.requires_grad ? Compute(activation, input) : Overwrite(activation, input);
        if (!ReferenceEquals(output, input)) input.Dispose();
        return output;
    }

    private static Tensor Compute(Activation activation, Tensor input) => activation switch
    {
        Activation.Gelu => input.gelu(),
        Activation.GeluTanh => input.gelu(GELU.Approximate.tanh),
        Activation.Relu => input.relu(),
        Activation.Silu => input.silu(),
        _ => input.tanh(),
    };

    private static Tensor Overwrite(Activation activation, Tensor input) => activation switch
    {
        Activation.Gelu => input.gelu_(),
        Activation.GeluTanh => input.gelu_(GELU.Approximate.tanh),
        Activation.Relu => input.relu_(),
        Activation.Silu => input.silu_(),
        _ => input.tanh_(),
    };
}

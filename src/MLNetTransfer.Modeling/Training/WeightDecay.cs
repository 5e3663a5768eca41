using MLNetTransfer.Modeling.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Training;

/// <summary>Which parameters weight decay applies to: all but biases, those by distance included, and those of norms.</summary>
internal static class WeightDecay
{
    /// <summary>The parameters of <paramref name="model"/> that decay. The modules decide, not how a checkpoint happens to spell their names.</summary>
    public static IReadOnlySet<Parameter> DecayedParameters(nn.Module model)
    {
        var decayed = new HashSet<Parameter>(ReferenceEqualityComparer.Instance);
        Collect(model, decayed);
        return decayed;
    }

    private static void Collect(nn.Module module, HashSet<Parameter> decayed)
    {
        if (module is RelativePositionBias) return;

        foreach ((string name, Parameter parameter) in module.named_parameters(recurse: false))
        {
            if (!IsNorm(module) && !IsBias(name)) decayed.Add(parameter);
        }

        foreach (nn.Module child in module.children()) Collect(child, decayed);
    }

    private static bool IsNorm(nn.Module module) => module is LayerNormalization or RmsNormalization or BatchNormalization or LayerNorm;

    // The name within its module, which is the layer's choice: `bias`, and `bias_ih_l0` and the like in recurrent layers.
    private static bool IsBias(string name) => name == "bias" || name.StartsWith("bias_", StringComparison.Ordinal);
}

using MLNetTransfer.Modeling.Checkpoints;
using MLNetTransfer.Modeling.Checkpoints.Pickle;

namespace MLNetTransfer.Modeling.Adapters;

/// <summary>Names of an adapter's files and of the tensors in them, as PEFT has them.</summary>
internal static class LoraFiles
{
    public const string Config = "adapter_config.json", Safetensors = "adapter_model.safetensors", Pickle = "adapter_model.bin";

    private const string Prefix = "base_model.model.";

    /// <summary>Opens the weights of a folder.</summary>
    /// <exception cref="FileNotFoundException">There are none.</exception>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static ITensorStore Open(string folder)
    {
        var safetensors = Path.Combine(folder, Safetensors);
        if (CheckpointNames.Exists(safetensors)) return SafetensorsFile.Open(safetensors);
        var pickle = Path.Combine(folder, Pickle);
        if (CheckpointNames.Exists(pickle)) return new TorchFile(pickle);
        throw new FileNotFoundException($"The folder '{folder}' has neither '{Safetensors}' nor '{Pickle}'. Give the folder of a LoRA adapter as PEFT saves it.", safetensors);
    }

    /// <summary>The stored name of an adapter's parameter of a module.</summary>
    public static string NameOf(string module, string parameter) => $"{Prefix}{module}.{parameter}.weight";

    /// <summary>The stored name of a parameter of the model; PEFT puts a layer that it changes one level down.</summary>
    public static string NameOf(string parameter, bool inAdaptedLayer)
    {
        var dot = parameter.LastIndexOf('.');
        return inAdaptedLayer ? $"{Prefix}{parameter[..dot]}.base_layer{parameter[dot..]}" : Prefix + parameter;
    }

    /// <summary>What a stored tensor is of: a module's <c>lora_A</c> or <c>lora_B</c>, or with a null parameter the model's own. Null for what is neither.</summary>
    public static (string Name, string? Parameter)? Parse(string stored)
    {
        if (!stored.StartsWith(Prefix, StringComparison.Ordinal)) return null;
        var name = stored[Prefix.Length..];
        foreach (var parameter in LoraUpdate.ParameterNames)
            if (name.EndsWith($".{parameter}.weight", StringComparison.Ordinal)) return (name[..^(parameter.Length + ".weight".Length + 1)], parameter);
        return (name.Replace(".base_layer.", ".", StringComparison.Ordinal), null);
    }
}

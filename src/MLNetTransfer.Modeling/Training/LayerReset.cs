using MLNetTransfer.Modeling.Families;
using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Layers;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Training;

/// <summary>Gives the top layers and the pooler of a pretrained encoder new random weights before it is trained.</summary>
internal static class LayerReset
{
    // So that a step's dropout never draws from the same stream.
    private const long Stream = -1;

    /// <exception cref="ArgumentException">The model has fewer layers, or is no encoder with a head.</exception>
    public static void Apply(nn.Module model, TrainingOptions options)
    {
        if (options.ResetLayers == 0) return;
        if (model is not TaskModel task) throw new ArgumentException($"The option {nameof(TrainingOptions.ResetLayers)} is for an encoder with a head, and the task trains a {model.GetName()}.", nameof(options));

        var depths = new ParameterDepths(task.Encoder);
        if (options.ResetLayers > depths.LayerCount)
            throw new ArgumentException($"The option {nameof(TrainingOptions.ResetLayers)} is {options.ResetLayers}; the model has {depths.LayerCount} layers.", nameof(options));

        var names = new HashSet<string>();
        foreach (var (name, parameter) in task.Encoder.named_parameters())
            if (depths.Of(parameter) > depths.LayerCount - options.ResetLayers) names.Add(name);
        using var generator = new Generator((ulong)RandomSource.DeriveSeed(options.SeedOrDefault, Stream));
        ParameterInitializer.Initialize(task.Encoder, task.Encoder.Config.InitializerRange, generator, names);
    }
}

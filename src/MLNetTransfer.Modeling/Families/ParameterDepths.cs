using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Families;

/// <summary>
/// How high each parameter of a model lies, in every family: 0 for the embeddings and what else comes before the layers, 1 for the lowest layer, and so on; what follows the
/// layers in the encoder belongs to the top one, and pooler and head lie above it. A layer that is run several times counts once; a decoder's layers follow the encoder's.
/// </summary>
internal sealed class ParameterDepths
{
    private const int AboveAll = int.MaxValue;

    private readonly Dictionary<Parameter, int> _depths = new(ReferenceEqualityComparer.Instance);

    // TorchSharp registers a module's fields a second time, under the fields' names.
    private readonly HashSet<nn.Module> _seen = new(ReferenceEqualityComparer.Instance);

    public ParameterDepths(nn.Module model) => Collect(model, 0);

    /// <summary>How many layers there are: the depth of the top one.</summary>
    public int LayerCount { get; private set; }

    /// <summary>The depth of pooler and head.</summary>
    public int Head => LayerCount + 1;

    /// <summary>The depth of a parameter of the model. One that several modules share lies where the lowest has it.</summary>
    public int Of(Parameter parameter) => _depths[parameter] is var depth and not AboveAll ? depth : Head;

    /// <summary>Notes the parameters of a module that begins above a depth.</summary>
    /// <returns>The depth it ends at.</returns>
    private int Collect(nn.Module module, int depth)
    {
        if (!_seen.Add(module)) return depth;
        switch (module)
        {
            case ILayerStack stack:
                foreach (var layers in stack.Depths)
                {
                    depth++;
                    foreach (var layer in layers) Note(layer, depth);
                }
                LayerCount = Math.Max(LayerCount, depth);
                return depth;
            case Pooler:
                Note(module, AboveAll);
                return depth;
            case TaskModel task:
                depth = Collect(task.Encoder, 0);
                foreach (var child in task.children().Where(HoldsLayers)) depth = Collect(child, depth);
                Note(task, AboveAll);
                return depth;
            default:
                Own(module, depth);
                foreach (var child in module.children()) depth = Collect(child, depth);
                return depth;
        }
    }

    private void Note(nn.Module module, int depth)
    {
        Own(module, depth);
        foreach (var child in module.children()) Note(child, depth);
    }

    private void Own(nn.Module module, int depth)
    {
        foreach (var (_, parameter) in module.named_parameters(recurse: false)) _depths.TryAdd(parameter, depth);
    }

    private static bool HoldsLayers(nn.Module module) => module is not Encoder && (module is ILayerStack || module.children().Any(HoldsLayers));
}

using MLNetTransfer.Modeling.Checkpoints;
using MLNetTransfer.Modeling.Families;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Adapters;

/// <summary>Puts an adapter's stored tensors where they belong: first decides for all of them, then copies.</summary>
internal sealed class LoraLoader
{
    private readonly ITensorStore _store;
    private readonly nn.Module _model;
    private readonly List<(TensorEntry Entry, string Parameter)> _copies = [];

    /// <exception cref="InvalidDataException">Tensors and model do not fit.</exception>
    public LoraLoader(ITensorStore store, string what, nn.Module model, ParameterNames names, LoraOptions options)
    {
        (_store, _model) = (store, model);
        var targets = new LoraTargets(model, names, options);
        var shapes = LoraTargets.Parameters(model).ToDictionary(p => names.ToCheckpoint(p.Name), p => (Ours: p.Name, Shape: p.Parameter.shape), StringComparer.Ordinal);
        var awaited = targets.Select().SelectMany(l => LoraUpdate.ParameterNames.Select(p => (l, p))).ToDictionary(a => (a.l.Module, (string?)a.p), a => a.l);
        foreach (var entry in store.Tensors.Values)
        {
            var name = LoraFiles.Parse(entry.Name) ?? throw new InvalidDataException($"{what} holds '{entry.Name}', which is no tensor of a LoRA adapter.");
            if (name.Parameter is null)
            {
                if (!shapes.TryGetValue(name.Name, out var whole)) throw new InvalidDataException($"{what} holds '{entry.Name}', and the model has no parameter '{name.Name}'. Check that this is the model that the adapter was trained on.");
                Add(entry, whole.Ours, whole.Shape);
                continue;
            }
            if (!awaited.Remove(name, out var layer)) throw new InvalidDataException($"{what} holds '{entry.Name}', but '{name.Name}' is no linear layer of the model that its config means. Check that this is the model that the adapter was trained on.");
            var rank = targets.SizeOf(name.Name).Rank;
            Add(entry, $"{layer.Path}.{name.Parameter}", name.Parameter == LoraUpdate.A ? [rank, layer.Layer.InputSize] : [layer.Layer.OutputSize, rank]);
        }
        if (awaited.Count > 0) throw new InvalidDataException($"{what} lacks '{LoraFiles.NameOf(awaited.Keys.First().Module, awaited.Keys.First().Item2!)}'{(awaited.Count > 1 ? $" and {awaited.Count - 1} more" : "")}, which its config asks for.");

        void Add(TensorEntry entry, string parameter, long[] shape)
        {
            if (!entry.Shape.SequenceEqual(shape)) throw new InvalidDataException($"{what}: '{entry.Name}' is {TensorTypes.Show(entry.Shape)} and should be {TensorTypes.Show(shape)} by its config and the model.");
            if (!TensorTypes.IsFloatingPoint(entry.DataType)) throw new InvalidDataException($"{what}: {entry} should hold floating-point numbers.");
            _copies.Add((entry, parameter));
        }
    }

    /// <summary>Copies everything, when the adapter is on the model.</summary>
    public void Load()
    {
        var parameters = LoraTargets.Parameters(_model).ToDictionary(p => p.Name, p => p.Parameter, StringComparer.Ordinal);
        foreach (var (entry, name) in _copies) _store.ReadInto(entry, parameters[name]);
    }
}

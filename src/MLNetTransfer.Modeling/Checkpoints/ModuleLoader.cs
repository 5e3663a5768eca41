using MLNetTransfer.Modeling.Families;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Checkpoints;

/// <summary>Puts stored tensors into a module: first decides for every tensor and parameter, then copies in the order of storage.</summary>
internal sealed class ModuleLoader
{
    private const string EncoderPrefix = "encoder.";

    private readonly ITensorStore _store;
    private readonly string _what;
    private readonly ParameterNames? _names;
    private readonly Dictionary<string, Tensor> _targets;
    private readonly List<(TensorEntry Entry, Tensor Target)> _copies = [];
    private readonly Dictionary<TensorIdentity, (string Ours, string Theirs)> _filled = [];
    private readonly List<string> _unexpected = [];
    private readonly List<(string Ours, ShapeMismatch Mismatch)> _mismatched = [];

    private ModuleLoader(ITensorStore store, string what, nn.Module module, ParameterNames? names)
    {
        (_store, _what, _names) = (store, what, names);
        _targets = module.state_dict();
    }

    /// <summary>See <see cref="Checkpoint.LoadInto"/>.</summary>
    public static LoadReport Load(ITensorStore store, string what, nn.Module module, ParameterNames? names, LoadOptions? options)
    {
        ArgumentNullException.ThrowIfNull(module);
        return new ModuleLoader(store, what, module, names).Load(options ?? new LoadOptions());
    }

    private LoadReport Load(LoadOptions options)
    {
        var hasEncoder = _targets.Keys.Any(InEncoder);
        var mayBeMissing = options.MayBeMissing ?? (ours => hasEncoder && !InEncoder(ours));

        foreach (var entry in _store.Tensors.Values) Place(entry);
        // A tied parameter stands under several names and is one tensor: filled once, it is filled.
        var seen = new HashSet<TensorIdentity>(_filled.Keys);
        seen.UnionWith(_mismatched.Select(m => TensorIdentity.Of(_targets[m.Ours])));
        var missing = _targets.Where(t => seen.Add(TensorIdentity.Of(t.Value))).Select(t => t.Key).ToArray();

        if (_mismatched.Where(m => !(options.ReplaceMismatched && mayBeMissing(m.Ours))).ToArray() is [var wrong, ..] allWrong)
            throw WrongShape(wrong.Mismatch, allWrong.Length, mayBeMissing(wrong.Ours));
        if (missing.Where(ours => !mayBeMissing(ours)).Select(Theirs).ToArray() is { Length: > 0 } lacking)
            throw new InvalidDataException($"{_what} lacks {lacking.Length} of the model's parameters: {LoadReport.Names(lacking)}. It has {_store.Tensors.Count} tensors, such as {LoadReport.Names([.. _store.Tensors.Keys.Take(3)])}. Check that its config.json is that of these weights.");
        if (_copies.Count == 0 && _targets.Count > 0)
            throw new InvalidDataException($"{_what} has no tensor of this model; it has {LoadReport.Names([.. _store.Tensors.Keys.Take(3)])}. Check that its config.json is that of these weights.");

        foreach (var (entry, target) in _copies) _store.ReadInto(entry, target);
        return new LoadReport(_copies.Count, [.. missing.Select(Theirs)], _unexpected, [.. _mismatched.Select(m => m.Mismatch)], missing.Concat(_mismatched.Select(m => m.Ours)).ToHashSet());
    }

    private void Place(TensorEntry entry)
    {
        if (Ours(entry.Name) is not { } ours)
        {
            if (_names?.IsIgnored(entry.Name) != true) _unexpected.Add(entry.Name);
            return;
        }
        var target = _targets[ours];
        if (!target.shape.SequenceEqual(entry.Shape))
        {
            _mismatched.Add((ours, new ShapeMismatch(entry.Name, entry.Shape, target.shape)));
            return;
        }
        if (TensorTypes.IsFloatingPoint(entry.DataType) != TensorTypes.IsFloatingPoint(target.dtype))
            throw new InvalidDataException($"{_what}: {entry} cannot be loaded into a parameter of type {target.dtype}. Use a checkpoint that is not quantised.");
        var identity = TensorIdentity.Of(target);
        if (_filled.TryAdd(identity, (ours, entry.Name))) _copies.Add((entry, target));
        else if (_filled[identity] is var (sameOurs, other) && sameOurs == ours)
            throw new InvalidDataException($"{_what} has both '{other}' and '{entry.Name}', which are the same parameter. Remove one.");
    }

    /// <summary>The module's name for a tensor of the checkpoint; null where it has none. A bare encoder's names lack the prefix that a model's encoder has.</summary>
    private string? Ours(string theirs)
    {
        foreach (var ours in _names?.AllFromCheckpoint(theirs) ?? [theirs])
        {
            if (_targets.ContainsKey(ours)) return ours;
            if (_names is not null && InEncoder(ours) && _targets.ContainsKey(ours[EncoderPrefix.Length..])) return ours[EncoderPrefix.Length..];
        }
        return null;
    }

    private string Theirs(string ours) => _names is null ? ours : _names.ToCheckpoint(ours);

    private static bool InEncoder(string ours) => ours.StartsWith(EncoderPrefix, StringComparison.Ordinal);

    private InvalidDataException WrongShape(ShapeMismatch wrong, int count, bool replaceable) => new(
        $"{_what}: '{wrong.Name}' is {TensorTypes.Show(wrong.InCheckpoint)} in the checkpoint and {TensorTypes.Show(wrong.InModule)} in the model{(count > 1 ? $", and {count - 1} more differ" : "")}. "
        + (replaceable ? $"To train it anew, set {nameof(LoadOptions.ReplaceMismatched)}; otherwise build the model for the checkpoint's sizes." : "Check that its config.json is that of these weights."));
}

using System.Text.Json.Nodes;
using MLNetTransfer.Modeling.Checkpoints;
using MLNetTransfer.Modeling.Families;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Adapters;

/// <summary>
/// A LoRA adapter on a model: changes of low rank to some of its linear layers, which are trained instead of the model's weights and saved without them, in
/// PEFT's file format. A model carries one at a time. Not safe for calls while other threads use the model.
/// </summary>
public sealed class LoraAdapter
{
    private readonly nn.Module _model;
    private readonly ParameterNames _names;
    private readonly JsonObject? _source;
    private readonly IReadOnlyList<LinearModule> _layers;
    private readonly HashSet<string> _whole, _frozenBefore;

    private LoraAdapter(nn.Module model, ParameterNames names, LoraOptions options, JsonObject? source, Generator? generator)
    {
        (_model, _names, Options, _source) = (model, names, options, source);
        var targets = new LoraTargets(model, names, options);
        if (targets.All.Any(l => l.Layer.Adapter is not null)) throw new InvalidOperationException($"The model carries an adapter already. Call its {nameof(Remove)} or {nameof(MergeAndRemove)} first.");
        _layers = targets.Select();
        _frozenBefore = [.. LoraTargets.Parameters(model).Where(p => !p.Parameter.requires_grad).Select(p => p.Name)];
        _whole = [.. LoraTargets.Parameters(model).Select(p => p.Name).Where(n => targets.IsSavedWhole(names.ToCheckpoint(n)) || IsTrainedBias(n))];
        foreach (var (name, parameter) in LoraTargets.Parameters(model)) parameter.requires_grad = _whole.Contains(name);
        foreach (var (_, module, layer) in _layers)
        {
            var (rank, scale) = targets.SizeOf(module);
            new LoraUpdate(rank, scale, options.Dropout).AttachTo(layer, generator);
        }
    }

    /// <summary>What the adapter is like.</summary>
    public LoraOptions Options { get; }

    /// <summary>The changed layers, by their names in checkpoints.</summary>
    public IReadOnlyList<string> Modules => [.. _layers.Select(l => l.Module)];

    /// <summary>Whether the model's weights have the changes in them.</summary>
    public bool IsMerged { get; private set; }

    /// <summary>Puts a new adapter on a model; what the model computes is as before until it is trained. Of the model's own parameters only those of <see cref="LoraOptions.ModulesToSave"/> and <see cref="LoraOptions.Bias"/> stay trainable.</summary>
    /// <param name="model">An encoder, or a model with a head.</param>
    /// <param name="names">How its parameters are called in checkpoints: its family's.</param>
    /// <param name="options">What the adapter is like; null for the defaults.</param>
    /// <param name="generator">Source of randomness, on the CPU; null for the default generator.</param>
    /// <exception cref="ArgumentException">An option is out of range, or no layer of the model is meant.</exception>
    /// <exception cref="NotSupportedException">A module that is no linear layer is meant.</exception>
    /// <exception cref="InvalidOperationException">The model carries an adapter already.</exception>
    public static LoraAdapter Attach(nn.Module model, ParameterNames names, LoraOptions? options = null, Generator? generator = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(names);
        options ??= new LoraOptions();
        options.Check();
        return new LoraAdapter(model, names, options, null, generator);
    }

    /// <summary>Puts a saved adapter on its model: <c>adapter_config.json</c>, and the weights in <c>adapter_model.safetensors</c> or <c>adapter_model.bin</c>.</summary>
    /// <param name="model">The model that the adapter was trained on, with its weights loaded.</param>
    /// <param name="names">How its parameters are called in checkpoints: its family's.</param>
    /// <param name="folder">The adapter's folder.</param>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, or does not fit the model; the message names what does not.</exception>
    /// <exception cref="NotSupportedException">The adapter uses an option that is not supported; the message names it.</exception>
    /// <exception cref="InvalidOperationException">The model carries an adapter already.</exception>
    public static LoraAdapter Load(nn.Module model, ParameterNames names, string folder)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(names);
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        var path = Path.Combine(folder, LoraFiles.Config);
        if (!CheckpointNames.Exists(path)) throw new FileNotFoundException($"The folder '{folder}' has no '{LoraFiles.Config}'. Give the folder of a LoRA adapter as PEFT saves it.", path);
        var source = JsonFiles.ReadObject(path);
        var options = new LoraConfigFile(source, $"'{path}'").Read();
        using var store = LoraFiles.Open(folder);
        LoraLoader loader;
        try
        {
            // Before anything is allocated for what the config claims.
            loader = new LoraLoader(store, $"The adapter '{folder}'", model, names, options);
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException($"The adapter '{folder}' does not fit the model: {e.Message}", e);
        }
        var adapter = new LoraAdapter(model, names, options, source, null);
        loader.Load();
        return adapter;
    }

    /// <summary>Adds the changes to the model's weights, which makes the model as fast as without the adapter. It is not to be trained meanwhile.</summary>
    public void Merge() => SetMerged(true);

    /// <summary>Takes the changes out of the model's weights again, up to rounding.</summary>
    public void Unmerge() => SetMerged(false);

    /// <summary>Takes the adapter off: the model computes as before, but with what was learnt of <see cref="LoraOptions.ModulesToSave"/> and biases. What was trainable before is so again.</summary>
    public void Remove()
    {
        Unmerge();
        TakeOff();
    }

    /// <summary>Takes the adapter off and leaves its changes in the model's weights, for a model that can be saved as any other.</summary>
    public void MergeAndRemove()
    {
        Merge();
        TakeOff();
    }

    /// <summary>Writes the adapter as PEFT does: <c>adapter_model.safetensors</c>, and then <c>adapter_config.json</c>.</summary>
    /// <param name="folder">The folder, made where it does not exist.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public void Save(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        CheckOn();
        Directory.CreateDirectory(folder);
        var tensors = _layers.SelectMany(l => LoraUpdate.ParameterNames.Select(p => KeyValuePair.Create(LoraFiles.NameOf(l.Module, p), (Tensor)l.Layer.get_parameter(p)!)))
            .Concat(LoraTargets.Parameters(_model).Where(p => _whole.Contains(p.Name)).Select(p => KeyValuePair.Create(LoraFiles.NameOf(_names.ToCheckpoint(p.Name), IsInAdaptedLayer(p.Name)), (Tensor)p.Parameter)));
        new SafetensorsWriter(tensors).Write(Path.Combine(folder, LoraFiles.Safetensors));
        JsonFiles.WriteObject(Path.Combine(folder, LoraFiles.Config), _source ?? LoraConfigFile.Write(Options, _layers[0].Layer.InputFirst));
    }

    private bool IsTrainedBias(string name) => name.EndsWith(".bias", StringComparison.Ordinal) && Options.Bias switch
    {
        AdapterBias.All => true,
        AdapterBias.AdaptedLayers => IsInAdaptedLayer(name),
        _ => false,
    };

    private bool IsInAdaptedLayer(string parameter) => _layers.Any(l => parameter.Length > l.Path.Length && parameter[l.Path.Length] == '.' && parameter.StartsWith(l.Path, StringComparison.Ordinal));

    private void SetMerged(bool merged)
    {
        CheckOn();
        foreach (var (_, _, layer) in _layers) ((LoraUpdate)layer.Adapter!).Merge(layer, merged);
        IsMerged = merged;
    }

    private void TakeOff()
    {
        foreach (var (_, _, layer) in _layers) layer.Detach(LoraUpdate.ParameterNames);
        foreach (var (name, parameter) in LoraTargets.Parameters(_model)) parameter.requires_grad = !_frozenBefore.Contains(name);
    }

    private void CheckOn()
    {
        if (_layers[0].Layer.Adapter is null) throw new InvalidOperationException("The adapter was taken off its model.");
    }
}

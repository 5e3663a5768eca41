using System.Text.Json.Nodes;
using MLNetTransfer.Modeling.Adapters;
using MLNetTransfer.Modeling.Checkpoints;
using MLNetTransfer.Modeling.Families;
using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Tokenization;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Tests.Adapters;

/// <summary>A golden case of PEFT: the model below, with its weights, and the folder of the adapter.</summary>
internal sealed class LoraCase : IDisposable
{
    private readonly ParameterNames _names;

    public LoraCase(string name)
    {
        Folder = Path.Combine(AppContext.BaseDirectory, "Goldens", "peft-lora", name);
        Figures = JsonFiles.ReadObject(Path.Combine(Folder, "golden.json"));
        using var figures = SafetensorsFile.Open(Path.Combine(Folder, "golden.safetensors"));
        Tensors = figures.Tensors.Keys.ToDictionary(key => key, key => figures.Read(key));
        using var checkpoint = Checkpoint.Open(Path.Combine(Folder, "base"));
        var family = FamilyRegistry.Find(checkpoint.Config);
        var config = family.ReadConfig(checkpoint.Config);
        _names = family.NamesOf(config, HeadKind.SequenceClassification);
        Model = (SequenceClassificationModel)family.CreateModel(config, HeadOptions.Read(HeadKind.SequenceClassification, checkpoint.Config));
        checkpoint.LoadInto(Model, _names, new LoadOptions { MayBeMissing = _ => false });
        Model.to(TestDevice.Current);
        Model.eval();
    }

    public string Folder { get; }

    public JsonObject Figures { get; }

    public IReadOnlyDictionary<string, Tensor> Tensors { get; }

    public SequenceClassificationModel Model { get; }

    public Tensor Labels => Tensors["label.labels"].to(TestDevice.Current);

    public LoraAdapter Load(string? folder = null) => LoraAdapter.Load(Model, _names, folder ?? Path.Combine(Folder, "adapter"));

    public LoraAdapter Attach(LoraOptions options) => LoraAdapter.Attach(Model, _names, options);

    public TokenBatch Batch() => new(
        Tensors["input.input_ids"].to(TestDevice.Current), Tensors["input.attention_mask"].ne(0).to(TestDevice.Current), Tensors.GetValueOrDefault("input.token_type_ids")?.to(TestDevice.Current));

    /// <summary>The names of the figures of one kind, without it.</summary>
    public IEnumerable<string> Names(string kind) => Tensors.Keys.Where(k => k.StartsWith(kind, StringComparison.Ordinal)).Select(k => k[kind.Length..]).Order();

    /// <summary>A trained parameter's name in PEFT's model, where an adapter has a name of its own.</summary>
    public string NameInPeft(string parameter)
    {
        var stored = _names.ToCheckpoint(parameter);
        if (stored.Contains(".lora_", StringComparison.Ordinal)) return $"base_model.model.{stored}.default.weight";
        var dot = stored.LastIndexOf('.');
        return $"base_model.model.{stored[..dot]}.modules_to_save.default{stored[dot..]}";
    }

    public void Dispose() => Model.Dispose();
}

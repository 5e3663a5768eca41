using System.Text.Json.Nodes;
using MLNetTransfer.Modeling.Adapters;
using MLNetTransfer.Modeling.Checkpoints;
using MLNetTransfer.Modeling.Families;
using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Tests.Families;
using MLNetTransfer.TestSupport;
using TorchSharp;

namespace MLNetTransfer.Modeling.Tests.Adapters;

/// <summary>Published adapters fit models of their bases' sizes, and are saved as they were. The bases' weights are not there, so no figures are compared.</summary>
public class PublishedAdapterTests
{
    [SharedFact("weights/lora-distilbert-imdb")]
    public void On_DistilBert() => Verify("weights/lora-distilbert-imdb", modules: 12, scale: 16.0 / 8, """
        { "model_type": "distilbert", "vocab_size": 30522, "dim": 768, "hidden_dim": 3072, "n_heads": 12, "n_layers": 6, "max_position_embeddings": 512, "num_labels": 2 }
        """);

    [SharedFact("weights/lora-gpt2")]
    public void On_GPT2() => Verify("weights/lora-gpt2", modules: 12, scale: 8.0 / 8, """
        { "model_type": "gpt2", "vocab_size": 50257, "n_embd": 768, "n_head": 12, "n_layer": 12, "n_positions": 1024, "num_labels": 6, "pad_token_id": 50256 }
        """);

    private static void Verify(string shared, int modules, double scale, string json)
    {
        using var scope = torch.NewDisposeScope();
        var source = SharedFolder.PathOf(shared);
        var config = JsonNode.Parse(json)!.AsObject();
        var family = FamilyRegistry.Find(config);
        var read = family.ReadConfig(config);
        using var model = family.CreateModel(read, HeadOptions.Read(HeadKind.SequenceClassification, config));
        var adapter = LoraAdapter.Load(model, family.NamesOf(read, HeadKind.SequenceClassification), source);
        Assert.Equal(modules, adapter.Modules.Count);
        Assert.Equal(scale, adapter.Options.Alpha / adapter.Options.Rank);
        using var folder = new TempFolder();
        adapter.Save(folder.Path);
        using var expected = SafetensorsFile.Open(Path.Combine(source, "adapter_model.safetensors"));
        using var written = SafetensorsFile.Open(folder["adapter_model.safetensors"]);
        Assert.Equal(expected.Tensors.Keys.Order(), written.Tensors.Keys.Order());
        foreach (var key in expected.Tensors.Keys) Compare.Close(key, expected.Read(key), written.Read(key), 0);
    }
}

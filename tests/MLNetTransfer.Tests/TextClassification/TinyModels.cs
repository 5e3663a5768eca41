using System.Text.Json.Nodes;
using MLNetTransfer.Modeling.Checkpoints;
using MLNetTransfer.Modeling.Families;
using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Layers;
using TorchSharp;

namespace MLNetTransfer.Tests.TextClassification;

/// <summary>Folders of tiny models of every family: the golden checkpoints, with the words of <see cref="TinyBert"/>.</summary>
internal static class TinyModels
{
    private static readonly string _goldens = Path.Combine(AppContext.BaseDirectory, "Goldens", "families");

    /// <summary>The base checkpoint of a family, with a tokenizer.</summary>
    public static string Folder(string family)
    {
        if (family == "awd-lstm") return LanguageModel(family);
        var folder = Path.Combine(_goldens, family, "base");
        var config = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "config.json")))!;
        var words = File.ReadAllLines(Path.Combine(TinyBert.Folder, "vocab.txt"));
        // The padding stands where the network has it.
        var padding = (int?)config["pad_token_id"] ?? 0;
        (words[0], words[padding]) = (words[padding], words[0]);
        File.WriteAllLines(Path.Combine(folder, "vocab.txt"), words);
        File.Copy(Path.Combine(TinyBert.Folder, "tokenizer_config.json"), Path.Combine(folder, "tokenizer_config.json"), overwrite: true);
        return folder;
    }

    /// <summary>A new language model, as a classifier of its family begins with.</summary>
    private static string LanguageModel(string modelType)
    {
        var folder = Path.Combine(_goldens, modelType, "language-model");
        var source = JsonNode.Parse($$"""{ "model_type": "{{modelType}}", "vocab_sz": 120, "emb_sz": 24, "n_hid": 40, "n_layers": 2, "pad_token": 0, "bptt": 10, "lin_ftrs": [10] }""")!.AsObject();
        var family = FamilyRegistry.Find(source);
        var config = family.ReadConfig(source);
        using var model = family.CreateModel(config, new(HeadKind.CausalLanguageModel));
        using var generator = new torch.Generator(1);
        ParameterInitializer.Initialize(model, config.InitializerRange, generator);
        CheckpointWriter.Write(folder, source, model, family.NamesOf(config, HeadKind.CausalLanguageModel));
        foreach (var file in new[] { "vocab.txt", "tokenizer_config.json" }) File.Copy(Path.Combine(TinyBert.Folder, file), Path.Combine(folder, file), overwrite: true);
        return folder;
    }
}

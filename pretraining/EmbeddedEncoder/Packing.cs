using System.Text.Json.Nodes;
using MLNetTransfer.Modeling.Checkpoints;
using MLNetTransfer.Modeling.Families;
using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Pretraining;
using MLNetTransfer.Modeling.Tokenization;
using Spectre.Console;

namespace MLNetTransfer.EmbeddedEncoder;

/// <summary>The encoder alone, as int8, with its tokenizer: the files that are compiled into the package.</summary>
internal static class Packing
{
    public static void Run(string work, string output)
    {
        var folders = new Folders(work);
        TextTokenizer tokenizer = TextTokenizer.Load(folders.Distilled);
        using var model = LanguageModels.Open(folders.Distilled, HeadKind.Pretraining);
        // As it is to be fine-tuned, with dropout.
        var config = JsonNode.Parse(File.ReadAllText(folders.Config))!.AsObject();
        Directory.CreateDirectory(output);
        CheckpointWriter.Write(output, config, model.Encoder, FamilyRegistry.Find(config).NamesOf(model.Encoder.Config), new CheckpointWriteOptions { QuantizeMatrices = true });
        foreach (string name in new[] { "tokenizer.json", "tokenizer_config.json" }) File.WriteAllBytes(Path.Combine(output, name), tokenizer.Files[name]);
        AnsiConsole.WriteLine($"{Directory.GetFiles(output).Sum(f => new FileInfo(f).Length):N0} bytes in {Path.GetFullPath(output)}");
    }
}

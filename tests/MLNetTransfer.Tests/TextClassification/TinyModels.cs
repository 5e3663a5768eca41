using System.Text.Json.Nodes;

namespace MLNetTransfer.Tests.TextClassification;

/// <summary>Folders of tiny models of every family: the golden checkpoints, with the words of <see cref="TinyBert"/>.</summary>
internal static class TinyModels
{
    private static readonly string _goldens = Path.Combine(AppContext.BaseDirectory, "Goldens", "families");

    /// <summary>The base checkpoint of a family, with a tokenizer.</summary>
    public static string Folder(string family)
    {
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
}

using System.Text;
using MLNetTransfer.Modeling.Checkpoints;
using MLNetTransfer.Modeling.Families;
using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Tokenization.Files;

namespace MLNetTransfer.Modeling.Tests.Documentation;

/// <summary>docs/models.md says what the registries say. MLNETTRANSFER_APPROVE=1 writes what they say now.</summary>
public class ModelTableTests
{
    /// <summary>The files that checkpoints of a model type are published with, besides tokenizer.json; null where there is no tokenizer in files.</summary>
    private static readonly Dictionary<string, string[]?> _olderFiles = new()
    {
        ["albert"] = ["spiece.model"],
        ["awd-lstm"] = ["itos.json"],
        ["bert"] = ["vocab.txt"],
        ["camembert"] = ["sentencepiece.bpe.model"],
        ["deberta-v2"] = ["spm.model"],
        ["distilbert"] = ["vocab.txt"],
        ["electra"] = ["vocab.txt"],
        ["elmo"] = null,
        ["gpt2"] = ["vocab.json", "merges.txt"],
        ["modernbert"] = [],
        ["mpnet"] = [],
        ["mt5"] = ["spiece.model"],
        ["openai-gpt"] = ["vocab.json", "merges.txt"],
        ["roberta"] = ["vocab.json", "merges.txt"],
        ["t5"] = ["spiece.model"],
        ["xlm-roberta"] = ["sentencepiece.bpe.model"],
    };

    [Fact]
    public void The_table_of_models_is_that_of_the_registries()
    {
        var path = Path.Combine(Root(), "docs", "models.md");
        var actual = Page();
        if (Environment.GetEnvironmentVariable("MLNETTRANSFER_APPROVE") == "1") File.WriteAllText(path, actual);
        Assert.True(File.Exists(path) && actual == File.ReadAllText(path).ReplaceLineEndings("\n"),
            $"{path} no longer says what the registries say. Meant? Then run the test with MLNETTRANSFER_APPROVE=1 and commit the file.");
    }

    private static string Page()
    {
        var text = new StringBuilder("""
            # Models

            Checkpoints in Hugging Face's layout, by the `model_type` of their config.json. A test makes this page from the registries (`ModelTableTests`).

            | Model type | Heads | Weights | Tokenizer |
            | --- | --- | --- | --- |

            """.ReplaceLineEndings("\n"));
        foreach (var type in FamilyRegistry.ModelTypes)
            text.Append($"| {type} | {string.Join(", ", FamilyRegistry.Find(type).Heads.Order().Select(Words))} | {string.Join(", ", Weights(type))} | {string.Join(", ", Tokenizer(type))} |\n");
        return text.Append("\nWeights are written as `model.safetensors`, in shards where they are large. `index.json` files lead to shards.\n").ToString();
    }

    private static IEnumerable<string> Weights(string type) =>
        WeightFiles.Candidates.Where(c => c.File != CheckpointNames.FastaiPickle || type == "awd-lstm").Select(c => $"`{c.File}`").Concat(type == "elmo" ? ["`…weights.hdf5` with `…options.json`"] : []);

    /// <summary>Of the published files those that are read; several that go together are joined by +.</summary>
    private static IEnumerable<string> Tokenizer(string type)
    {
        Assert.True(_olderFiles.TryGetValue(type, out var older), $"{nameof(_olderFiles)} lacks the model type '{type}'.");
        if (older is null)
        {
            yield return "none: words by their characters";
            yield break;
        }
        yield return $"`{TokenizerFiles.TokenizerJson}`";
        if (older.Length > 0 && older.All(TokenizerFiles.Names.Contains)) yield return string.Join(" + ", older.Select(f => $"`{f}`"));
    }

    /// <summary>A head's name with spaces: "masked language model".</summary>
    private static string Words(HeadKind head) =>
        string.Concat(head.ToString().Select((c, i) => char.IsUpper(c) ? (i > 0 ? " " : "") + char.ToLowerInvariant(c) : c.ToString()));

    private static string Root()
    {
        for (var d = new DirectoryInfo(AppContext.BaseDirectory); d is not null; d = d.Parent)
            if (File.Exists(Path.Combine(d.FullName, "MLNetTransfer.sln"))) return d.FullName;
        throw new InvalidOperationException($"No MLNetTransfer.sln above {AppContext.BaseDirectory}.");
    }
}

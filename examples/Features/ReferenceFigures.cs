using System.Text.Json.Nodes;

namespace MLNetTransfer.Examples;

/// <summary>What others reach on the same rows with the same encoder, or with none: the shared folder's reference figures, where it is there.</summary>
internal static class ReferenceFigures
{
    private static readonly JsonNode? _minilm = Shared.Find("reference/finetuning_minilm.json") is { } path ? JsonNode.Parse(File.ReadAllText(path)) : null;

    /// <summary>scikit-learn's logistic regression over the same features: accuracy, and for CoLA Matthews' correlation.</summary>
    public static (double? Accuracy, double? Correlation) Frozen(string set, string features)
    {
        var figures = _minilm?["frozen_features"]?[set]?["features"]?[features];
        return ((double?)figures?["test_accuracy"], (double?)figures?["test_mcc"]);
    }

    /// <summary>Accuracies that were reached in other ways.</summary>
    public static IEnumerable<(string What, double Accuracy)> Others(string set)
    {
        // Measured with ML.NET 5.0's FeaturizeText, defaults, seed 1.
        (string, double)[] classical = set switch
        {
            "sst2" => [("words and characters, SDCA", 0.7847), ("words and characters, LBFGS", 0.7452)],
            "banking77" => [("words and characters, SDCA", 0.8789), ("words and characters, LBFGS", 0.8010)],
            _ => [],
        };
        var summary = _minilm?["results"]?[set]?["summary"];
        var tuned = (double?)(summary?["test.accuracy"] ?? summary?["dev.accuracy"])?["mean"];
        return tuned is { } accuracy ? [.. classical, ("fine-tuned, Hugging Face", accuracy)] : classical;
    }
}

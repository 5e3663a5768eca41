using Microsoft.ML;
using MLNetTransfer.TextClassification;

namespace MLNetTransfer.Examples;

/// <summary>An encoder for a clone without weights: a small BERT after a few epochs of telling how many names a sentence has, written as a checkpoint.</summary>
internal static class StandInEncoder
{
    public static string Train(MLContext ml, EntityData data, string folder, CancellationToken cancel)
    {
        var options = new TransformerTextClassificationTrainer.Options
        {
            Model = Path.Combine(Shared.Examples, "data", "tiny-bert"),
            RandomWeights = true,
            CancellationToken = cancel,
            Training = { Epochs = 5, LearningRate = 1e-3 },
        };
        var rows = ml.Data.LoadFromEnumerable(data.Train.Select(s => new Row { Text = string.Join(' ', s.Words), Label = $"{s.Tags.Count(t => t[0] == 'B')} {s.Tags.Count(t => t == "B-LOC")}" }));
        var labeled = ml.Transforms.Conversion.MapValueToKey("Label").Fit(rows).Transform(rows);
        using var model = ml.MulticlassClassification.Trainers.TransformerTextClassification(options).Fit(labeled);
        model.SaveCheckpoint(folder);
        return folder;
    }

    private sealed class Row
    {
        public string Text { get; set; } = "";

        public string Label { get; set; } = "";
    }
}

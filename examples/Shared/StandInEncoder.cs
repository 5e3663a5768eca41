using Microsoft.ML;
using MLNetTransfer.TextClassification;

namespace MLNetTransfer.Examples;

/// <summary>An encoder for a clone without weights: a small BERT after a few epochs on the labels, written as a checkpoint.</summary>
internal static class StandInEncoder
{
    public static string Train(MLContext ml, DataSet set, string folder, CancellationToken cancel)
    {
        var options = new TransformerTextClassificationTrainer.Options
        {
            Model = Path.Combine(Shared.Examples, "data", "tiny-bert"),
            SecondTextColumnName = set.IsPairs ? "SecondText" : null,
            RandomWeights = true,
            CancellationToken = cancel,
            Training = { Epochs = 5, LearningRate = 1e-3 },
        };
        var labeled = ml.Transforms.Conversion.MapValueToKey("Label").Fit(set.Train).Transform(set.Train);
        using var model = ml.MulticlassClassification.Trainers.TransformerTextClassification(options).Fit(labeled);
        model.SaveCheckpoint(folder);
        return folder;
    }
}

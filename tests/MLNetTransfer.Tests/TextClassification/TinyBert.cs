using Microsoft.ML;
using MLNetTransfer.TextClassification;

namespace MLNetTransfer.Tests.TextClassification;

/// <summary>A BERT of 2 layers, 24 wide, that reads 24 tokens of 120: quick to fit.</summary>
internal static class TinyBert
{
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Goldens", "tiny-bert");

    public static TransformerTextClassificationTrainer.Options Options(int epochs = 2) => new()
    {
        Model = Folder,
        Truncation = { MaxTokens = 24 },
        Training = { Epochs = epochs, BatchSize = 16, LearningRate = 3e-3 },
    };

    public static TransformerTextClassificationTrainer Trainer(MLContext ml, TransformerTextClassificationTrainer.Options? options = null) =>
        ml.MulticlassClassification.Trainers.TransformerTextClassification(options ?? Options());
}

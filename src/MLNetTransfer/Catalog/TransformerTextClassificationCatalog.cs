using MLNetTransfer.Persistence;
using MLNetTransfer.TextClassification;

namespace Microsoft.ML;

/// <summary>Adds the text classifier to mlContext.MulticlassClassification.Trainers.</summary>
public static class TransformerTextClassificationCatalog
{
    /// <summary>Fine-tunes a pretrained encoder to tell classes of text, or of pairs of texts, apart.</summary>
    /// <param name="catalog">mlContext.MulticlassClassification.Trainers.</param>
    /// <param name="labelColumnName">The column of labels: a key, as MapValueToKey makes it.</param>
    /// <param name="textColumnName">The column of text.</param>
    /// <param name="secondTextColumnName">A second column of text, for pairs.</param>
    /// <param name="model">The pretrained encoder: a folder in Hugging Face's layout, or a hub id, which is found in the local cache or downloaded; null for the small English encoder in the package.</param>
    /// <param name="epochs">Passes over the training rows.</param>
    /// <param name="batchSize">Rows in a batch.</param>
    /// <param name="learningRate">The highest learning rate.</param>
    /// <param name="maxTokens">Tokens of a row, at most; the rest of a longer text is not read.</param>
    /// <param name="validationSet">Rows to validate on after each epoch; the best weights are kept.</param>
    /// <exception cref="ArgumentException">A value is missing or outside its range; the message names the option.</exception>
    /// <example>
    /// <code>
    /// var pipeline = ml.Transforms.Conversion.MapValueToKey("Label")
    ///     .Append(ml.MulticlassClassification.Trainers.TransformerTextClassification(model: "sentence-transformers/all-MiniLM-L6-v2"))
    ///     .Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"));
    /// </code>
    /// </example>
    public static TransformerTextClassificationTrainer TransformerTextClassification(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog,
        string labelColumnName = "Label",
        string textColumnName = "Text",
        string? secondTextColumnName = null,
        string? model = null,
        int epochs = 3,
        int batchSize = 32,
        double learningRate = 5e-5,
        int maxTokens = 128,
        IDataView? validationSet = null) => catalog.TransformerTextClassification(new TransformerTextClassificationTrainer.Options
        {
            LabelColumnName = labelColumnName,
            TextColumnName = textColumnName,
            SecondTextColumnName = secondTextColumnName,
            Model = model,
            Training = { Epochs = epochs, BatchSize = batchSize, LearningRate = learningRate },
            Truncation = { MaxTokens = maxTokens },
            ValidationSet = validationSet,
        });

    /// <inheritdoc cref="TransformerTextClassification(MulticlassClassificationCatalog.MulticlassClassificationTrainers, string, string, string?, string?, int, int, double, int, IDataView?)"/>
    /// <param name="catalog">mlContext.MulticlassClassification.Trainers.</param>
    /// <param name="options">All options.</param>
    public static TransformerTextClassificationTrainer TransformerTextClassification(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog, TransformerTextClassificationTrainer.Options options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(options);
        return new(HostEnvironments.EnvironmentOf(catalog), options);
    }
}

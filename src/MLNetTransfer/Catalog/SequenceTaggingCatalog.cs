using MLNetTransfer.Engine;
using MLNetTransfer.Modeling.Tagging;
using MLNetTransfer.Persistence;
using MLNetTransfer.SequenceTagging;

namespace Microsoft.ML;

/// <summary>Adds taggers of words, and what judges them, to mlContext.MulticlassClassification.</summary>
public static class SequenceTaggingCatalog
{
    /// <summary>Learns to tag words, such as those of names, by vectors of theirs: a bidirectional LSTM with a conditional random field.</summary>
    /// <param name="catalog">mlContext.MulticlassClassification.Trainers.</param>
    /// <param name="labelColumnName">The column of tags, one for each word: a vector of keys, as MapValueToKey makes it, or of text.</param>
    /// <param name="featureColumnName">The column of words' vectors, as TransformerWordFeatures makes it.</param>
    /// <param name="hiddenSize">The width of the LSTM in each direction.</param>
    /// <param name="epochs">Passes over the training rows.</param>
    /// <param name="batchSize">Sentences in a batch.</param>
    /// <param name="learningRate">The highest learning rate.</param>
    /// <param name="validationSet">Rows to validate on after each epoch; the best weights are kept.</param>
    /// <exception cref="ArgumentException">A value is missing or outside its range; the message names the option.</exception>
    /// <example>
    /// <code>
    /// var pipeline = ml.Transforms.Conversion.MapValueToKey("Label", "Tags")
    ///     .Append(ml.Transforms.Text.TransformerWordFeatures("Features", "Words", model: "sentence-transformers/all-MiniLM-L6-v2"))
    ///     .Append(ml.MulticlassClassification.Trainers.BiLstmSequenceTagger())
    ///     .Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"));
    /// </code>
    /// </example>
    public static BiLstmSequenceTaggerTrainer BiLstmSequenceTagger(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog,
        string labelColumnName = "Label",
        string featureColumnName = "Features",
        int hiddenSize = 256,
        int epochs = 15,
        int batchSize = 32,
        double learningRate = 1e-3,
        IDataView? validationSet = null) => catalog.BiLstmSequenceTagger(new BiLstmSequenceTaggerTrainer.Options
        {
            LabelColumnName = labelColumnName,
            FeatureColumnName = featureColumnName,
            HiddenSize = hiddenSize,
            Training = { Epochs = epochs, BatchSize = batchSize, LearningRate = learningRate },
            ValidationSet = validationSet,
        });

    /// <inheritdoc cref="BiLstmSequenceTagger(MulticlassClassificationCatalog.MulticlassClassificationTrainers, string, string, int, int, int, double, IDataView?)"/>
    /// <param name="catalog">mlContext.MulticlassClassification.Trainers.</param>
    /// <param name="options">All options; how it is trained is in <see cref="TrainerOptions.Training"/>.</param>
    public static BiLstmSequenceTaggerTrainer BiLstmSequenceTagger(this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog, BiLstmSequenceTaggerTrainer.Options options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(options);
        return new(HostEnvironments.EnvironmentOf(catalog), options);
    }

    /// <summary>Compares entities that predicted tags mark to those of the labels.</summary>
    /// <param name="catalog">mlContext.MulticlassClassification.</param>
    /// <param name="data">Rows with both columns, such as a tagger's output.</param>
    /// <param name="labelColumnName">The column of tags: a vector of text, or of keys with values.</param>
    /// <param name="predictedLabelColumnName">The column of predicted tags: a vector of text, or of keys with values.</param>
    /// <param name="scheme">Reads tags by a scheme to the letter: what breaks it is no entity. Left out, tags of any scheme are read as the CoNLL tasks' script does.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of the wrong type.</exception>
    /// <exception cref="InvalidOperationException">A row has not as many tags in one column as in the other.</exception>
    public static EntityMetrics EvaluateEntities(
        this MulticlassClassificationCatalog catalog, IDataView data, string labelColumnName = "Label", string predictedLabelColumnName = "PredictedLabel", TagScheme? scheme = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(data);
        return EntityEvaluator.Evaluate(data, labelColumnName, predictedLabelColumnName, scheme);
    }
}

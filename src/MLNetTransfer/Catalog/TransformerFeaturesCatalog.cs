using MLNetTransfer.Features;
using MLNetTransfer.Persistence;

namespace Microsoft.ML;

/// <summary>Adds a pretrained encoder's features to mlContext.Transforms.Text.</summary>
public static class TransformerFeaturesCatalog
{
    /// <summary>Turns texts, or pairs of texts, into vectors of a pretrained encoder's states, for any trainer to learn from.</summary>
    /// <param name="catalog">mlContext.Transforms.Text.</param>
    /// <param name="outputColumnName">The column that gets the features.</param>
    /// <param name="inputColumnName">The column of text; null where it is called as the output.</param>
    /// <param name="secondInputColumnName">A second column of text, for pairs.</param>
    /// <param name="model">The pretrained encoder: a folder in Hugging Face's layout, or a hub id, which is found in the local cache or downloaded; null for the small English encoder in the package.</param>
    /// <exception cref="ArgumentException">A value is missing or outside its range; the message names the option.</exception>
    /// <remarks>A sentence-transformers model gives its own embeddings; of others, the mean of the last layer's states is taken.</remarks>
    /// <example>
    /// <code>
    /// var pipeline = ml.Transforms.Conversion.MapValueToKey("Label")
    ///     .Append(ml.Transforms.Text.TransformerFeatures("Features", "Text", model: "sentence-transformers/all-MiniLM-L6-v2"))
    ///     .Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy());
    /// </code>
    /// </example>
    public static TransformerFeaturesEstimator TransformerFeatures(
        this TransformsCatalog.TextTransforms catalog, string outputColumnName, string? inputColumnName = null, string? secondInputColumnName = null, string? model = null) =>
        catalog.TransformerFeatures(new TransformerFeaturesEstimator.Options
        {
            OutputColumnName = outputColumnName,
            InputColumnName = inputColumnName ?? outputColumnName,
            SecondInputColumnName = secondInputColumnName,
            Model = model,
        });

    /// <summary>Turns sentences that are split into words into vectors of a pretrained encoder's states, one for each word, for taggers to learn from.</summary>
    /// <param name="catalog">mlContext.Transforms.Text.</param>
    /// <param name="outputColumnName">The column that gets the words' features, one after another.</param>
    /// <param name="inputColumnName">The column of words, a vector of text; null where it is called as the output.</param>
    /// <param name="model">The pretrained encoder: a folder in Hugging Face's layout, or a hub id, which is found in the local cache or downloaded; null for the small English encoder in the package.</param>
    /// <exception cref="ArgumentException">A value is missing or outside its range; the message names the option.</exception>
    /// <example>
    /// <code>
    /// var pipeline = ml.Transforms.Conversion.MapValueToKey("Label", "Tags")
    ///     .Append(ml.Transforms.Text.TransformerWordFeatures("Features", "Words", model: "sentence-transformers/all-MiniLM-L6-v2"))
    ///     .Append(ml.MulticlassClassification.Trainers.BiLstmSequenceTagger())
    ///     .Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"));
    /// </code>
    /// </example>
    public static TransformerWordFeaturesEstimator TransformerWordFeatures(this TransformsCatalog.TextTransforms catalog, string outputColumnName, string? inputColumnName = null, string? model = null) =>
        catalog.TransformerWordFeatures(new TransformerWordFeaturesEstimator.Options { OutputColumnName = outputColumnName, InputColumnName = inputColumnName ?? outputColumnName, Model = model });

    /// <inheritdoc cref="TransformerWordFeatures(TransformsCatalog.TextTransforms, string, string?, string?)"/>
    /// <param name="catalog">mlContext.Transforms.Text.</param>
    /// <param name="options">All options.</param>
    public static TransformerWordFeaturesEstimator TransformerWordFeatures(this TransformsCatalog.TextTransforms catalog, TransformerWordFeaturesEstimator.Options options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(options);
        return new(HostEnvironments.EnvironmentOf(catalog), options);
    }

    /// <inheritdoc cref="TransformerFeatures(TransformsCatalog.TextTransforms, string, string?, string?, string?)"/>
    /// <param name="catalog">mlContext.Transforms.Text.</param>
    /// <param name="options">All options.</param>
    public static TransformerFeaturesEstimator TransformerFeatures(this TransformsCatalog.TextTransforms catalog, TransformerFeaturesEstimator.Options options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(options);
        return new(HostEnvironments.EnvironmentOf(catalog), options);
    }
}

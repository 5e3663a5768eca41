using MLNetTransfer.Modeling.Features;
using MLNetTransfer.Modeling.Features.Cache;
using MLNetTransfer.Modeling.Tokenization;
using MLNetTransfer.Modeling.Training;

namespace MLNetTransfer.Features;

public sealed partial class TransformerFeaturesEstimator
{
    /// <summary>Which encoder reads the texts, which of its states become features, and where those are kept.</summary>
    public sealed class Options
    {
        /// <summary>The column that gets the features.</summary>
        /// <value>Default: "Features".</value>
        public string OutputColumnName { get; set; } = "Features";

        /// <summary>The column of text.</summary>
        /// <value>Default: "Text".</value>
        public string InputColumnName { get; set; } = "Text";

        /// <summary>A second column of text, read together with the first as a pair; null where rows have one text.</summary>
        /// <value>Default: null.</value>
        public string? SecondInputColumnName { get; set; }

        /// <summary>
        /// The pretrained encoder: a folder with config.json, weights and tokenizer files as Hugging Face lays them out, or a hub id such as
        /// "sentence-transformers/all-MiniLM-L6-v2", which is found in the local Hugging Face cache or downloaded. Required.
        /// </summary>
        /// <value>Default: null.</value>
        public string? Model { get; set; }

        /// <summary>Which states become features, and how.</summary>
        /// <value>Default: null: as the model's folder says where it is one of sentence-transformers (pooling, dense layers, normalisation, length), else the mean of the last layer's states.</value>
        public FeatureOptions? Features { get; set; }

        /// <summary>How many tokens a row may have, and which part of a longer text is kept.</summary>
        /// <value>Default: null: as many tokens as the model's folder says, else up to 512 that the model can read, and the first of a longer text.</value>
        public TruncationOptions? Truncation { get; set; }

        /// <summary>Reads long texts in windows instead of cutting them; not for pairs.</summary>
        /// <value>Default: null, long texts are cut.</value>
        public TextWindows? Windows { get; set; }

        /// <summary>Where features are kept, so that each text's are computed once; null to keep none. A loaded model keeps them as by default, or not at all.</summary>
        /// <value>Default: in memory and on disk, in the user's folder for caches.</value>
        public FeatureCacheOptions? Cache { get; set; } = new();

        /// <summary>The number format in which the network computes.</summary>
        /// <value>Default: <see cref="TrainingPrecision.Float32"/>, which gives the same features on every device up to rounding.</value>
        public TrainingPrecision Precision { get; set; } = TrainingPrecision.Float32;

        /// <summary>Ends a download.</summary>
        /// <value>Default: none.</value>
        public CancellationToken CancellationToken { get; set; }

        /// <summary>Checks every value; the message of what is thrown names the option.</summary>
        internal void Validate()
        {
            RequireName(OutputColumnName, nameof(OutputColumnName));
            RequireName(InputColumnName, nameof(InputColumnName));
            if (SecondInputColumnName is not null) RequireName(SecondInputColumnName, nameof(SecondInputColumnName));
            if (string.IsNullOrWhiteSpace(Model))
                throw new ArgumentException("The option Model is required: name a folder with config.json, weights and tokenizer files, or a hub id such as 'sentence-transformers/all-MiniLM-L6-v2'.", nameof(Model));
            Features?.Validate();
            Cache?.Validate();
            if (Truncation is { MaxTokens: < 3 }) throw new ArgumentOutOfRangeException(nameof(Truncation), Truncation.MaxTokens, "The option Truncation.MaxTokens must be at least 3: a row has special tokens, too.");
            if (!Enum.IsDefined(Precision)) throw new ArgumentOutOfRangeException(nameof(Precision), Precision, "The option Precision must be Auto, Float32 or BFloat16.");
            if (Windows is not null && SecondInputColumnName is not null)
                throw new ArgumentException("The options Windows and SecondInputColumnName exclude each other: pairs are not read in windows.", nameof(Windows));
            if (Truncation is not null) Windows?.Validate(Truncation);
        }

        private static void RequireName(string name, string option)
        {
            if (string.IsNullOrWhiteSpace(name)) throw new ArgumentException($"The option {option} must name a column.", option);
        }
    }
}

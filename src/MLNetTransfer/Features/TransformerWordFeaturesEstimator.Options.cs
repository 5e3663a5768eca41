using MLNetTransfer.Modeling.Features;

namespace MLNetTransfer.Features;

public sealed partial class TransformerWordFeaturesEstimator
{
    /// <summary>Which encoder reads the sentences, which of its states become features of their words, and where those are kept.</summary>
    public sealed class Options : EncoderFeatureOptions
    {
        /// <summary>The column of sentences that are split into words: a vector of text.</summary>
        /// <value>Default: "Words".</value>
        public string InputColumnName { get; set; } = "Words";

        /// <summary>Which states become a word's features, and how.</summary>
        /// <value>Default: the last layer's state of a word's first token.</value>
        public WordFeatureOptions Features { get; set; } = new();

        /// <summary>
        /// How many tokens are read at once, special ones included; at least 8. A longer sentence is read in windows that overlap by half, so that every word has its
        /// features and neighbours on both sides.
        /// </summary>
        /// <value>Default: null: up to 512 that the model can read.</value>
        public int? MaxTokens { get; set; }

        /// <inheritdoc/>
        internal override void Validate()
        {
            base.Validate();
            RequireName(InputColumnName, nameof(InputColumnName));
            ArgumentNullException.ThrowIfNull(Features);
            Features.Validate();
            if (MaxTokens is < 8) throw new ArgumentOutOfRangeException(nameof(MaxTokens), MaxTokens, "The option MaxTokens must be at least 8, or null.");
        }
    }
}

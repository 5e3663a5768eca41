using MLNetTransfer.Engine;
using MLNetTransfer.Modeling.Features;
using MLNetTransfer.Modeling.Tokenization;

namespace MLNetTransfer.Features;

public sealed partial class TransformerFeaturesEstimator
{
    /// <summary>Which encoder reads the texts, which of its states become features, and where those are kept.</summary>
    public sealed class Options : EncoderFeatureOptions
    {
        /// <summary>The column of text.</summary>
        /// <value>Default: "Text".</value>
        public string InputColumnName { get; set; } = "Text";

        /// <summary>A second column of text, read together with the first as a pair; null where rows have one text.</summary>
        /// <value>Default: null.</value>
        public string? SecondInputColumnName { get; set; }

        /// <summary>Which states become features, and how.</summary>
        /// <value>Default: null: as the model's folder says where it is one of sentence-transformers (pooling, dense layers, normalisation, length), else the mean of the last layer's states.</value>
        public FeatureOptions? Features { get; set; }

        /// <summary>How many tokens a row may have, and which part of a longer text is kept.</summary>
        /// <value>Default: null: as many tokens as the model's folder says, else up to 512 that the model can read, and the first of a longer text.</value>
        public TruncationOptions? Truncation { get; set; }

        /// <summary>Reads long texts in windows instead of cutting them; not for pairs.</summary>
        /// <value>Default: null, long texts are cut.</value>
        public TextWindows? Windows { get; set; }

        /// <summary>Lets the encoder learn from text without labels first: from the rows that Fit is given, or from another view.</summary>
        /// <value>Default: null, the encoder is taken as it is.</value>
        public FurtherPretrainingOptions? FurtherPretraining { get; set; }

        /// <inheritdoc/>
        internal override void Validate()
        {
            base.Validate();
            FurtherPretraining?.Validate();
            RequireName(InputColumnName, nameof(InputColumnName));
            if (SecondInputColumnName is not null) RequireName(SecondInputColumnName, nameof(SecondInputColumnName));
            Features?.Validate();
            if (Truncation is { MaxTokens: < 3 }) throw new ArgumentOutOfRangeException(nameof(Truncation), Truncation.MaxTokens, "The option Truncation.MaxTokens must be at least 3: a row has special tokens, too.");
            if (Windows is not null && SecondInputColumnName is not null)
                throw new ArgumentException("The options Windows and SecondInputColumnName exclude each other: pairs are not read in windows.", nameof(Windows));
            if (Truncation is not null) Windows?.Validate(Truncation);
        }
    }
}

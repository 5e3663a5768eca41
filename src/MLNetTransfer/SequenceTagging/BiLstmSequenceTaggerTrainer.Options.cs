using MLNetTransfer.Engine;
using MLNetTransfer.Modeling.Tagging;

namespace MLNetTransfer.SequenceTagging;

public sealed partial class BiLstmSequenceTaggerTrainer
{
    /// <summary>What the tagger reads, how it is built, and how it is trained.</summary>
    public sealed class Options : TrainerOptions
    {
        /// <summary>Makes the options, with more epochs and a higher learning rate than fine-tuning wants.</summary>
        public Options() => Training = new() { Epochs = 15, LearningRate = 1e-3 };

        /// <summary>The column of words' vectors one after another, as TransformerWordFeatures makes it.</summary>
        /// <value>Default: "Features".</value>
        public string FeatureColumnName { get; set; } = "Features";

        /// <summary>The column of tags, one for each word: a vector of keys, as MapValueToKey makes it, or of text.</summary>
        /// <value>Default: "Label".</value>
        public string LabelColumnName { get; set; } = "Label";

        /// <summary>The column that gets the predicted tags, of the label's type.</summary>
        /// <value>Default: "PredictedLabel".</value>
        public string PredictedLabelColumnName { get; set; } = "PredictedLabel";

        /// <summary>The column that gets the probability of each tag, word by word.</summary>
        /// <value>Default: "Score".</value>
        public string ScoreColumnName { get; set; } = "Score";

        /// <summary>The width of an LSTM layer in each direction; from 1 to 8,192.</summary>
        /// <value>Default: 256.</value>
        public int HiddenSize { get; set; } = 256;

        /// <summary>The number of LSTM layers in each direction; from 1 to 8.</summary>
        /// <value>Default: 1.</value>
        public int LayerCount { get; set; } = 1;

        /// <summary>The share of numbers in vectors and states, the same ones for all words of a sentence, that are dropped while training; from 0, below 1.</summary>
        /// <value>Default: 0.3.</value>
        public double Dropout { get; set; } = 0.3;

        /// <summary>Whether a conditional random field learns which tag follows which; without it each word's tag is chosen by itself.</summary>
        /// <value>Default: true.</value>
        public bool ConditionalRandomField { get; set; } = true;

        /// <summary>The scheme of the tags: what it forbids is never predicted, and is refused among the labels. Goes with <see cref="ConditionalRandomField"/>.</summary>
        /// <value>Default: null, nothing is forbidden.</value>
        public TagScheme? Scheme { get; set; }

        /// <inheritdoc/>
        internal override void Validate()
        {
            base.Validate();
            RequireName(FeatureColumnName, nameof(FeatureColumnName));
            RequireName(LabelColumnName, nameof(LabelColumnName));
            RequireName(PredictedLabelColumnName, nameof(PredictedLabelColumnName));
            RequireName(ScoreColumnName, nameof(ScoreColumnName));
            if (ScoreColumnName == PredictedLabelColumnName)
                throw new ArgumentException($"The options ScoreColumnName and PredictedLabelColumnName must differ; both are '{ScoreColumnName}'.", nameof(ScoreColumnName));
            if (HiddenSize is < 1 or > TaggerSettings.MaxHiddenSize) throw new ArgumentOutOfRangeException(nameof(HiddenSize), HiddenSize, $"The option HiddenSize must be from 1 to {TaggerSettings.MaxHiddenSize}.");
            if (LayerCount is < 1 or > TaggerSettings.MaxLayers) throw new ArgumentOutOfRangeException(nameof(LayerCount), LayerCount, $"The option LayerCount must be from 1 to {TaggerSettings.MaxLayers}.");
            if (Dropout is not (>= 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(Dropout), Dropout, "The option Dropout must be from 0 and below 1.");
            if (Scheme is { } scheme && !Enum.IsDefined(scheme)) throw new ArgumentOutOfRangeException(nameof(Scheme), Scheme, $"The option Scheme must be {string.Join(", ", Enum.GetNames<TagScheme>())}, or null.");
            if (Scheme is not null && !ConditionalRandomField)
                throw new ArgumentException("The option Scheme goes with ConditionalRandomField: without it each word's tag is chosen by itself. Set ConditionalRandomField, or leave Scheme out.", nameof(Scheme));
        }
    }
}

using MLNetTransfer.Engine;
using MLNetTransfer.Modeling.Features.Cache;
using MLNetTransfer.Modeling.Heads;

namespace MLNetTransfer.TextClassification;

public sealed partial class TransformerTextClassificationTrainer
{
    /// <summary>How texts are read, which encoder is fine-tuned, and how.</summary>
    public sealed class Options : TextTrainerOptions
    {
        /// <summary>The column of labels: a key, as MapValueToKey makes it.</summary>
        /// <value>Default: "Label".</value>
        public string LabelColumnName { get; set; } = "Label";

        /// <summary>The column that gets the predicted class, a key like the label.</summary>
        /// <value>Default: "PredictedLabel".</value>
        public string PredictedLabelColumnName { get; set; } = "PredictedLabel";

        /// <summary>The column that gets the probability of each class.</summary>
        /// <value>Default: "Score".</value>
        public string ScoreColumnName { get; set; } = "Score";

        /// <summary>What to do with rows whose label is missing.</summary>
        /// <value>Default: <see cref="MissingLabels.Skip"/>.</value>
        public MissingLabels MissingLabels { get; set; } = MissingLabels.Skip;

        /// <summary>How much the rows of each class count.</summary>
        /// <value>Default: <see cref="ClassWeights.None"/>.</value>
        public ClassWeights ClassWeights { get; set; } = ClassWeights.None;

        /// <summary>The share of each row's target that is spread over all classes; from 0, below 1.</summary>
        /// <value>Default: 0.</value>
        public double LabelSmoothing { get; set; }

        /// <summary>
        /// Trains the head alone and leaves the pretrained encoder as it is: the encoder reads every row once, and an epoch costs next to nothing. A pooler is the
        /// encoder's, too, so where the checkpoint has none, choose another <see cref="HeadPooling"/>. Learning rates of 1e-3 and above suit a head.
        /// </summary>
        /// <value>Default: false, the encoder is trained with its head.</value>
        public bool FreezeEncoder { get; set; }

        /// <summary>Where what a frozen encoder made of each row is kept, so that the next Fit, fold or run only reads it; null to keep none. Without <see cref="FreezeEncoder"/> nothing is kept.</summary>
        /// <value>Default: in memory and on disk, in the user's folder for caches.</value>
        public FeatureCacheOptions? Cache { get; set; } = new();

        /// <summary>How a text's tokens become the vector that the head reads.</summary>
        /// <value>Default: null, as the model's family does: the pooler, the first token, the last token, or the mean.</value>
        public TokenPooling? HeadPooling { get; set; }

        /// <summary>Widths of layers, with ReLU and dropout, between the text's vector and the classes; up to 16 of up to 65,536.</summary>
        /// <value>Default: none, the head that the model's family has. AWD-LSTM's is then read by the mean, if <see cref="HeadPooling"/> says nothing else.</value>
        public IReadOnlyList<int> HeadHiddenSizes { get; set; } = [];

        /// <summary>The dropout in the head; from 0, below 1.</summary>
        /// <value>Default: null, as the model's config.json says.</value>
        public double? HeadDropout { get; set; }

        /// <summary>The head for so many classes.</summary>
        internal HeadOptions Head(int classCount) => new(HeadKind.SequenceClassification, classCount) { HiddenSizes = HeadHiddenSizes, Pooling = HeadPooling, Dropout = HeadDropout };

        /// <inheritdoc/>
        internal override void Validate()
        {
            base.Validate();
            RequireName(LabelColumnName, nameof(LabelColumnName));
            RequireName(PredictedLabelColumnName, nameof(PredictedLabelColumnName));
            RequireName(ScoreColumnName, nameof(ScoreColumnName));
            if (ScoreColumnName == PredictedLabelColumnName)
                throw new ArgumentException($"The options ScoreColumnName and PredictedLabelColumnName must differ; both are '{ScoreColumnName}'.", nameof(ScoreColumnName));
            if (!Enum.IsDefined(MissingLabels)) throw new ArgumentOutOfRangeException(nameof(MissingLabels), MissingLabels, "The option MissingLabels must be Skip or Throw.");
            ArgumentNullException.ThrowIfNull(ClassWeights);
            if (LabelSmoothing is not (>= 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(LabelSmoothing), LabelSmoothing, "The option LabelSmoothing must be from 0 and below 1.");
            ArgumentNullException.ThrowIfNull(HeadHiddenSizes);
            Cache?.Validate();
            if (FreezeEncoder && (Training.GradualUnfreezing || Training.FrozenDepths > 0 || Training.ResetLayers > 0))
                throw new ArgumentException("The option FreezeEncoder excludes Training.GradualUnfreezing, Training.FrozenDepths and Training.ResetLayers: they are of an encoder that is trained.", nameof(FreezeEncoder));
            try
            {
                Head(2).CheckShape();
            }
            catch (ArgumentException e)
            {
                throw new ArgumentException($"The option Head{e.Message}", e);
            }
        }
    }
}

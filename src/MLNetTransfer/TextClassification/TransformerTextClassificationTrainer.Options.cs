using MLNetTransfer.Engine;

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
        }
    }
}

using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Tokenization;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Training;

/// <summary>Teaches a model to tell the one class of a text, or of a pair of texts.</summary>
public sealed class TextClassificationTask : ITrainingTask, IDisposable
{
    private readonly SequenceClassificationModel _model;
    private readonly LabeledRows _training;
    private readonly LabeledRows? _validation;
    private readonly ClassificationLoss _loss;
    private readonly RowScorer _scorer;
    private readonly Device _device;

    /// <summary>A task over given rows.</summary>
    /// <param name="model">The model; it has as many outputs as there are classes.</param>
    /// <param name="training">The rows to train on.</param>
    /// <param name="validation">The rows to validate on; null or none: no validation.</param>
    /// <param name="labelSmoothing">The share of a label that is spread over all classes; from 0, below 1.</param>
    /// <param name="classWeights">What rows of each class count in training, above 0; null: 1 each.</param>
    /// <exception cref="ArgumentException">Rows, labels, classes or weights do not go together, or a value is out of range.</exception>
    public TextClassificationTask(
        SequenceClassificationModel model, LabeledRows training, LabeledRows? validation = null, double labelSmoothing = 0, IReadOnlyList<double>? classWeights = null)
    {
        if (model.Problem != ClassificationProblem.SingleLabel)
        {
            throw new ArgumentException($"The model's problem is {model.Problem}; text classification needs {ClassificationProblem.SingleLabel}.", nameof(model));
        }

        training.Check(model.OutputCount);
        validation?.Check(model.OutputCount);
        _model = model;
        _training = training;
        _validation = validation is { Rows.Count: > 0 } ? validation : null;
        _device = model.parameters().First().device;
        _loss = new ClassificationLoss(model.OutputCount, labelSmoothing, classWeights, _device);
        _scorer = new RowScorer(model);
        RowLengths = [.. training.Rows.Select(r => r.Length)];
    }

    /// <inheritdoc/>
    public nn.Module Model => _model;

    /// <inheritdoc/>
    public IReadOnlyList<int> RowLengths { get; }

    /// <inheritdoc/>
    public bool CanValidate => _validation is not null;

    /// <inheritdoc/>
    public IReadOnlyList<MetricDefinition> Metrics => ClassificationMetrics.Definitions;

    /// <inheritdoc/>
    public string DefaultMetric => ClassificationMetrics.Accuracy;

    /// <inheritdoc/>
    public TaskLoss Loss(IReadOnlyList<int> rows)
    {
        using var tokens = TokenBatch.Create([.. rows.Select(i => _training.Rows[i])], _model.Encoder.Config.PadTokenId, _device);
        return _loss.Of(_model.Forward(tokens), [.. rows.Select(i => (long)_training.Labels[i])]);
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, double> Validate(CancellationToken cancellation)
    {
        LabeledRows rows = _validation ?? throw new InvalidOperationException("There are no validation rows.");
        float[][] scores = _scorer.Score(rows.Rows, cancellation);
        var metrics = new ClassificationMetrics(_model.OutputCount);
        for (int i = 0; i < scores.Length; i++) metrics.Add(scores[i], rows.Labels[i]);

        return metrics.Compute();
    }

    /// <summary>Frees the class weights. The model is the caller's.</summary>
    public void Dispose() => _loss.Dispose();
}

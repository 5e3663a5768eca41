using MLNetTransfer.Modeling.Heads;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Training;

/// <summary>
/// Teaches the head of a model to tell the one class of a text, while its encoder stays as it is. What the head reads of each row was computed before: an epoch
/// costs the head alone.
/// </summary>
internal sealed class FrozenEncoderTask : ITrainingTask, IDisposable
{
    private const int ValidationRows = 1024;
    private readonly SequenceClassificationModel _model;
    private readonly LabeledVectors _training;
    private readonly LabeledVectors? _validation;
    private readonly ClassificationLoss _loss;
    private readonly Device _device;

    /// <summary>A task over given rows; from now on the encoder's parameters ask for no gradients.</summary>
    /// <param name="model">The model; it has as many outputs as there are classes.</param>
    /// <param name="training">The rows to train on.</param>
    /// <param name="validation">The rows to validate on; null or none: no validation.</param>
    /// <param name="labelSmoothing">The share of a label that is spread over all classes; from 0, below 1.</param>
    /// <param name="classWeights">What rows of each class count in training, above 0; null: 1 each.</param>
    /// <exception cref="ArgumentException">Rows, labels, classes or weights do not go together, or a value is out of range.</exception>
    public FrozenEncoderTask(SequenceClassificationModel model, LabeledVectors training, LabeledVectors? validation = null, double labelSmoothing = 0, IReadOnlyList<double>? classWeights = null)
    {
        training.Check(model);
        validation?.Check(model);
        _model = model;
        _training = training;
        _validation = validation is { Rows.Count: > 0 } ? validation : null;
        _device = model.parameters().First().device;
        _loss = new ClassificationLoss(model.OutputCount, labelSmoothing, classWeights, _device);
        // One vector is one vector, however long its text was.
        RowLengths = [.. training.Rows.Select(_ => 1)];
        foreach (var parameter in model.Readers.SelectMany(m => m.parameters())) parameter.requires_grad = false;
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
    public TaskLoss Loss(IReadOnlyList<int> rows) => _loss.Of(_model.Score(Batch(_training, rows)), [.. rows.Select(i => (long)_training.Labels[i])]);

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, double> Validate(CancellationToken cancellation)
    {
        var rows = _validation ?? throw new InvalidOperationException("There are no validation rows.");
        _model.eval();
        var metrics = new ClassificationMetrics(_model.OutputCount);
        using var noGradients = no_grad();
        foreach (var numbers in Enumerable.Range(0, rows.Rows.Count).Chunk(ValidationRows))
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var scores = _model.Score(Batch(rows, numbers)).cpu().data<float>().ToArray();
            for (var i = 0; i < numbers.Length; i++) metrics.Add(scores.AsSpan(i * _model.OutputCount, _model.OutputCount), rows.Labels[numbers[i]]);
        }
        return metrics.Compute();
    }

    /// <summary>Frees the class weights. The model is the caller's.</summary>
    public void Dispose() => _loss.Dispose();

    private Tensor Batch(LabeledVectors rows, IReadOnlyList<int> numbers)
    {
        var values = new float[numbers.Count * _model.VectorSize];
        for (var i = 0; i < numbers.Count; i++) rows.Rows[numbers[i]].CopyTo(values, i * _model.VectorSize);
        return tensor(values, new long[] { numbers.Count, _model.VectorSize }, device: _device);
    }
}

/// <summary>What a head reads of rows, with the class of each.</summary>
/// <param name="Rows">A vector of each row.</param>
/// <param name="Labels">Their classes, from 0.</param>
internal sealed record LabeledVectors(IReadOnlyList<float[]> Rows, IReadOnlyList<int> Labels)
{
    /// <exception cref="ArgumentException">The numbers of rows and labels differ, a label is not a class, or a vector is not as long as the head reads.</exception>
    public void Check(SequenceClassificationModel model)
    {
        LabeledRows.Check(Rows.Count, Labels, model.OutputCount);
        if (Rows.FirstOrDefault(r => r.Length != model.VectorSize) is { } other)
            throw new ArgumentException($"A row has {other.Length} numbers; the head reads {model.VectorSize}.");
    }
}

using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Tagging;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Training;

/// <summary>Sentences as vectors of their words, with the words' tags.</summary>
/// <param name="Vectors">Each sentence's vectors one after another, <c>[words * size]</c>; at least one word each.</param>
/// <param name="Tags">Each sentence's tags, from 0, <c>[words]</c>.</param>
internal sealed record TaggedRows(IReadOnlyList<float[]> Vectors, IReadOnlyList<int[]> Tags);

/// <summary>Teaches a tagger the tags of words.</summary>
internal sealed class SequenceTaggingTask : ITrainingTask
{
    /// <summary>The share of words whose tag is right.</summary>
    public const string Accuracy = "Accuracy";

    /// <summary>Of the predicted entities, the share that are right.</summary>
    public const string Precision = "Precision";

    /// <summary>Of the labelled entities, the share that are found.</summary>
    public const string Recall = "Recall";

    /// <summary>The harmonic mean of the two, over all entities.</summary>
    public const string F1 = "F1";

    private readonly SequenceTagger _model;
    private readonly TaggedRows _training;
    private readonly TaggedRows? _validation;
    private readonly IReadOnlyList<string>? _names;
    private readonly SequenceTaggerScorer _scorer;
    private readonly Device _device;

    /// <param name="model">The tagger.</param>
    /// <param name="training">The rows to train on.</param>
    /// <param name="validation">The rows to validate on; null or none: no validation.</param>
    /// <param name="names">What the tags are called, by which entities are found; null where they mark none.</param>
    public SequenceTaggingTask(SequenceTagger model, TaggedRows training, TaggedRows? validation, IReadOnlyList<string>? names)
    {
        (_model, _training, _names) = (model, training, names);
        _validation = validation is { Tags.Count: > 0 } ? validation : null;
        _device = model.parameters().First().device;
        _scorer = new(model);
        RowLengths = [.. training.Tags.Select(t => t.Length)];
    }

    /// <inheritdoc/>
    public nn.Module Model => _model;

    /// <inheritdoc/>
    public IReadOnlyList<int> RowLengths { get; }

    /// <inheritdoc/>
    public bool CanValidate => _validation is not null;

    /// <inheritdoc/>
    public IReadOnlyList<MetricDefinition> Metrics => [.. (_names is null ? new[] { Accuracy } : [F1, Precision, Recall, Accuracy]).Select(name => new MetricDefinition(name, HigherIsBetter: true))];

    /// <inheritdoc/>
    public string DefaultMetric => _names is null ? Accuracy : F1;

    /// <summary>The loss of the rows' words, whichever way the tagger adds them up: reported and averaged by the word.</summary>
    public TaskLoss Loss(IReadOnlyList<int> rows)
    {
        using var batch = WordVectorBatch.Create([.. rows.Select(i => _training.Vectors[i])], _model.Design.InputSize, _device);
        var tags = batch.Tags([.. rows.Select(i => _training.Tags[i])]);
        return new TaskLoss(_model.Loss(_model.Forward(batch), tags, batch.Mask), rows.Sum(i => _training.Tags[i].Length));
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, double> Validate(CancellationToken cancellation)
    {
        TaggedRows rows = _validation ?? throw new InvalidOperationException("There are no validation rows.");
        float[][] scores = _scorer.Score(rows.Vectors, cancellation);
        var decoder = _model.Decoder();
        int[][] found = [.. scores.Select(s => decoder.BestPath(s))];
        if (_names is null)
        {
            return new Dictionary<string, double> { [Accuracy] = found.Zip(rows.Tags).SelectMany(r => r.First.Zip(r.Second)).Average(t => t.First == t.Second ? 1.0 : 0) };
        }

        var counts = new EntityCounts();
        for (int i = 0; i < found.Length; i++) counts.Add([.. rows.Tags[i].Select(t => _names[t])], [.. found[i].Select(t => _names[t])]);
        EntityCount total = counts.Total;
        return new Dictionary<string, double> { [F1] = total.F1, [Precision] = total.Precision, [Recall] = total.Recall, [Accuracy] = counts.WordAccuracy };
    }
}

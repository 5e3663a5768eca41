using MLNetTransfer.Modeling.Tagging;

namespace MLNetTransfer.SequenceTagging;

/// <summary>How well entities are found: one counts as right where its words and its type are. The figures are seqeval's, which are those of the CoNLL tasks.</summary>
public sealed class EntityMetrics
{
    internal EntityMetrics(EntityCounts counts)
    {
        var total = counts.Total;
        (Precision, Recall, F1) = (total.Precision, total.Recall, total.F1);
        ByType = counts.Types.OrderBy(t => t.Key, StringComparer.Ordinal).ToDictionary(t => t.Key, t => new EntityTypeMetrics(t.Value.Precision, t.Value.Recall, t.Value.F1, t.Value.Labelled));
        WordAccuracy = counts.WordAccuracy;
    }

    /// <summary>Of the predicted entities, the share that are right; 0 where there are none.</summary>
    public double Precision { get; }

    /// <summary>Of the labelled entities, the share that are found; 0 where there are none.</summary>
    public double Recall { get; }

    /// <summary>The harmonic mean of precision and recall over all entities.</summary>
    public double F1 { get; }

    /// <summary>The mean over the types of their F1; not a number where there are no entities.</summary>
    public double MacroF1 => Mean(t => t.F1);

    /// <summary>The mean over the types of their precision; not a number where there are no entities.</summary>
    public double MacroPrecision => Mean(t => t.Precision);

    /// <summary>The mean over the types of their recall; not a number where there are no entities.</summary>
    public double MacroRecall => Mean(t => t.Recall);

    /// <summary>The share of words whose tag is right.</summary>
    public double WordAccuracy { get; }

    /// <summary>The same figures of each type that is labelled or predicted.</summary>
    public IReadOnlyDictionary<string, EntityTypeMetrics> ByType { get; }

    private double Mean(Func<EntityTypeMetrics, double> figure) => ByType.Count == 0 ? double.NaN : ByType.Values.Average(figure);
}

/// <summary>How well entities of one type are found.</summary>
/// <param name="Precision">Of the predicted ones, the share that are right.</param>
/// <param name="Recall">Of the labelled ones, the share that are found.</param>
/// <param name="F1">The harmonic mean of the two.</param>
/// <param name="Count">How many are labelled.</param>
public sealed record EntityTypeMetrics(double Precision, double Recall, double F1, long Count);

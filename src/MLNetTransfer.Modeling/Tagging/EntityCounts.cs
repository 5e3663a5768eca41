namespace MLNetTransfer.Modeling.Tagging;

/// <summary>Counts entities that tags and predicted tags mark, sentence by sentence; the figures are seqeval's.</summary>
/// <param name="scheme">Reads tags by a scheme to the letter; null reads whatever is there, as the CoNLL tasks' script does.</param>
internal sealed class EntityCounts(TagScheme? scheme = null)
{
    private readonly Dictionary<string, EntityCount> _types = new(StringComparer.Ordinal);
    private long _words, _rightWords;

    /// <summary>Counts by type, of all types that occur in tags or predictions.</summary>
    public IReadOnlyDictionary<string, EntityCount> Types => _types;

    /// <summary>The counts of all types together.</summary>
    public EntityCount Total => _types.Values.Aggregate(default(EntityCount), (sum, type) => sum + type);

    /// <summary>The share of words whose tag is right; 0 where there are none.</summary>
    public double WordAccuracy => _words == 0 ? 0 : (double)_rightWords / _words;

    /// <exception cref="ArgumentException">There are not as many predictions as tags, or a tag is none of the scheme.</exception>
    public void Add(IReadOnlyList<string> tags, IReadOnlyList<string> predictions)
    {
        if (tags.Count != predictions.Count) throw new ArgumentException($"A sentence has {tags.Count} tags and {predictions.Count} predicted ones; it needs one of each for every word.", nameof(predictions));
        _words += tags.Count;
        for (var i = 0; i < tags.Count; i++)
            if (tags[i] == predictions[i]) _rightWords++;
        var (labelled, predicted) = (Read(tags), Read(predictions));
        foreach (var span in labelled) Add(span.Type, new(Labelled: 1, 0, 0));
        foreach (var span in predicted) Add(span.Type, new(0, Predicted: 1, labelled.Contains(span) ? 1 : 0));
    }

    private IReadOnlyList<EntitySpan> Read(IReadOnlyList<string> tags) => scheme is { } strict ? EntitySpans.Read(tags, strict) : EntitySpans.Read(tags);

    private void Add(string type, EntityCount count) => _types[type] = _types.GetValueOrDefault(type) + count;
}

/// <summary>How many entities are labelled, how many predicted, and how many of these are right: same words, same type.</summary>
internal readonly record struct EntityCount(long Labelled, long Predicted, long Right)
{
    public double Precision => Predicted == 0 ? 0 : (double)Right / Predicted;

    public double Recall => Labelled == 0 ? 0 : (double)Right / Labelled;

    public double F1 => Labelled + Predicted == 0 ? 0 : 2.0 * Right / (Labelled + Predicted);

    public static EntityCount operator +(EntityCount a, EntityCount b) => new(a.Labelled + b.Labelled, a.Predicted + b.Predicted, a.Right + b.Right);
}

using System.Globalization;

namespace MLNetTransfer.TextClassification;

/// <summary>How much the rows of each class count in the loss.</summary>
public sealed class ClassWeights
{
    private readonly IReadOnlyDictionary<string, double>? _byLabel;

    private ClassWeights(IReadOnlyDictionary<string, double>? byLabel) => _byLabel = byLabel;

    /// <summary>Every row counts the same.</summary>
    public static ClassWeights None { get; } = new(null);

    /// <summary>Every class counts the same: its rows weigh rows / (classes that occur * rows of the class).</summary>
    public static ClassWeights Balanced { get; } = new(null);

    /// <summary>Weights by label, written as the label's value is as text; classes that are not named weigh 1.</summary>
    /// <param name="byLabel">Above 0 and finite each.</param>
    /// <exception cref="ArgumentOutOfRangeException">A weight is not above 0, or not finite.</exception>
    public static ClassWeights Of(IReadOnlyDictionary<string, double> byLabel)
    {
        ArgumentNullException.ThrowIfNull(byLabel);
        foreach (var (label, weight) in byLabel)
            if (weight is not (> 0 and < float.MaxValue)) throw new ArgumentOutOfRangeException(nameof(byLabel), weight, $"The weight of class '{label}' must be above 0 and finite.");
        return new(new Dictionary<string, double>(byLabel));
    }

    /// <summary>A weight for each class; null where all weigh the same.</summary>
    internal double[]? For(IReadOnlyList<int> labels, int classCount, IReadOnlyList<string>? names)
    {
        if (ReferenceEquals(this, Balanced)) return Balance(labels, classCount);
        if (_byLabel is null) return null;
        // Labels without values are named by their keys.
        names ??= [.. Enumerable.Range(1, classCount).Select(k => k.ToString(CultureInfo.InvariantCulture))];
        var unknown = _byLabel.Keys.Except(names).ToList();
        if (unknown.Count > 0)
            throw new ArgumentException($"The option ClassWeights names '{string.Join("', '", unknown)}', but the labels are '{string.Join("', '", names.Take(20))}'{(names.Count > 20 ? ", ..." : "")}.", nameof(ClassWeights));
        return [.. names.Select(n => _byLabel.TryGetValue(n, out var weight) ? weight : 1)];
    }

    private static double[] Balance(IReadOnlyList<int> labels, int classCount)
    {
        var counts = new int[classCount];
        foreach (var label in labels) counts[label]++;
        var occurring = counts.Count(c => c > 0);
        return [.. counts.Select(c => c == 0 ? 1 : (double)labels.Count / ((double)occurring * c))];
    }
}

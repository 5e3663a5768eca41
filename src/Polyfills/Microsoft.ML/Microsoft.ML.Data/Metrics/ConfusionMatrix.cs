using System.Collections.Immutable;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>How often each class was taken for each.</summary>
public sealed class ConfusionMatrix
{
    private readonly string[] _names;
    private readonly bool _binary;

    /// <param name="counts">For each true class, how often each class was predicted.</param>
    /// <param name="names">The names of the classes.</param>
    /// <param name="binary">Whether the first class is the positive one of two.</param>
    internal ConfusionMatrix(double[][] counts, string[] names, bool binary)
    {
        (_names, _binary) = (names, binary);
        Counts = [.. counts.Select(row => (IReadOnlyList<double>)row.ToImmutableArray())];
        var classes = Enumerable.Range(0, counts.Length);
        PerClassRecall = [.. classes.Select(i => Share(counts[i][i], counts[i].Sum()))];
        PerClassPrecision = [.. classes.Select(i => Share(counts[i][i], counts.Sum(row => row[i])))];
    }

    /// <summary>For each class, which share of the rows predicted as it are it; 0 where none are.</summary>
    public IReadOnlyList<double> PerClassPrecision { get; }

    /// <summary>For each class, which share of its rows were predicted as it; 0 where it has none.</summary>
    public IReadOnlyList<double> PerClassRecall { get; }

    /// <summary>For each true class, how often each class was predicted.</summary>
    public IReadOnlyList<IReadOnlyList<double>> Counts { get; }

    /// <summary>How many classes there are.</summary>
    public int NumberOfClasses => Counts.Count;

    /// <summary>One cell of <see cref="Counts"/>: the row of the first index, the column of the second.</summary>
    public double GetCountForClassPair(int predictedClassIndicatorIndex, int actualClassIndicatorIndex)
    {
        Contracts.CheckParam(predictedClassIndicatorIndex >= 0 && predictedClassIndicatorIndex < NumberOfClasses, nameof(predictedClassIndicatorIndex), $"Invalid index. Should be non-negative, less than {NumberOfClasses}");
        Contracts.CheckParam(actualClassIndicatorIndex >= 0 && actualClassIndicatorIndex < NumberOfClasses, nameof(actualClassIndicatorIndex), $"Invalid index. Should be non-negative, less than {NumberOfClasses}");
        return Counts[predictedClassIndicatorIndex][actualClassIndicatorIndex];
    }

    /// <summary>The matrix as a table of text, with precision and recall.</summary>
    public string GetFormattedConfusionTable() => ConfusionTable.Format(this, _names, _binary);

    private static double Share(double part, double whole) => whole > 0 ? part / whole : 0;
}

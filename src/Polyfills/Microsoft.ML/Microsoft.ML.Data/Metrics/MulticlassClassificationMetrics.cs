namespace Microsoft.ML.Data;

/// <summary>How well classes were told apart.</summary>
public sealed class MulticlassClassificationMetrics
{
    internal MulticlassClassificationMetrics(MulticlassCounters counters, string[] names)
    {
        MicroAccuracy = counters.MicroAccuracy;
        MacroAccuracy = counters.MacroAccuracy;
        LogLoss = counters.LogLoss;
        LogLossReduction = counters.LogLossReduction;
        PerClassLogLoss = counters.PerClassLogLoss;
        TopKPredictionCount = counters.TopCount;
        TopKAccuracyForAllK = counters.TopAccuracies;
        TopKAccuracy = TopKAccuracyForAllK is { } all ? all[^1] : 0;
        ConfusionMatrix = new ConfusionMatrix(counters.Table, names, binary: false);
    }

    /// <summary>The mean over rows of minus the natural logarithm of the true class's probability.</summary>
    public double LogLoss { get; }

    /// <summary>How much of the log-loss of always answering with the classes' shares is saved: 1 at best, below 0 where that would be better.</summary>
    public double LogLossReduction { get; }

    /// <summary>The mean over the classes that have rows of their shares of right answers.</summary>
    public double MacroAccuracy { get; }

    /// <summary>The share of rows answered right.</summary>
    public double MicroAccuracy { get; }

    /// <summary>The share of rows whose class is among the best <see cref="TopKPredictionCount"/>; 0 where that is 0.</summary>
    public double TopKAccuracy { get; }

    /// <summary>How many of the best classes <see cref="TopKAccuracy"/> looks at.</summary>
    public int TopKPredictionCount { get; }

    /// <summary>The accuracy among the best 1, 2, and so on to <see cref="TopKPredictionCount"/>; null where that is 0.</summary>
    public IReadOnlyList<double> TopKAccuracyForAllK { get; }

    /// <summary>The log-loss of each class's rows; 0 where it has none.</summary>
    public IReadOnlyList<double> PerClassLogLoss { get; }

    /// <summary>How often each class was taken for each.</summary>
    public ConfusionMatrix ConfusionMatrix { get; }
}

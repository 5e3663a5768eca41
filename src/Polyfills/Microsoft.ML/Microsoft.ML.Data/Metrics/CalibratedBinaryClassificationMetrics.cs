namespace Microsoft.ML.Data;

/// <summary>How well a class was told from the rest, and how well its probability was met.</summary>
public sealed class CalibratedBinaryClassificationMetrics : BinaryClassificationMetrics
{
    internal CalibratedBinaryClassificationMetrics(BinaryCounters counters, string[] names)
        : base(counters, names)
    {
        LogLoss = counters.LogLoss;
        LogLossReduction = counters.LogLossReduction;
        Entropy = counters.Entropy;
    }

    /// <summary>The mean over rows of minus the logarithm, to base 2, of the true class's probability.</summary>
    public double LogLoss { get; }

    /// <summary>How much of the log-loss of always answering with the positive rows' share is saved: 1 at best, below 0 where that would be better.</summary>
    public double LogLossReduction { get; }

    /// <summary>The entropy, in bits, of the positive rows' share.</summary>
    public double Entropy { get; }
}

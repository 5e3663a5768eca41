namespace Microsoft.ML.Data;

/// <summary>How well a class was told from the rest.</summary>
public class BinaryClassificationMetrics
{
    internal BinaryClassificationMetrics(BinaryCounters counters, string[] names)
    {
        AreaUnderRocCurve = counters.Curves.AreaUnderRoc();
        AreaUnderPrecisionRecallCurve = counters.Curves.AreaUnderPrecisionRecall();
        Accuracy = counters.Accuracy;
        ConfusionMatrix = new ConfusionMatrix([[counters.TruePositives, counters.FalseNegatives], [counters.FalsePositives, counters.TrueNegatives]], names, binary: true);
        (PositivePrecision, NegativePrecision) = (ConfusionMatrix.PerClassPrecision[0], ConfusionMatrix.PerClassPrecision[1]);
        (PositiveRecall, NegativeRecall) = (ConfusionMatrix.PerClassRecall[0], ConfusionMatrix.PerClassRecall[1]);
        F1Score = 2 * PositivePrecision * PositiveRecall / (PositivePrecision + PositiveRecall);
    }

    /// <summary>The probability that a positive row has a higher score than a negative one.</summary>
    public double AreaUnderRocCurve { get; }

    /// <summary>The share of rows answered right.</summary>
    public double Accuracy { get; }

    /// <summary>Of the rows predicted positive, the share that are.</summary>
    public double PositivePrecision { get; }

    /// <summary>Of the positive rows, the share predicted so.</summary>
    public double PositiveRecall { get; }

    /// <summary>Of the rows predicted negative, the share that are.</summary>
    public double NegativePrecision { get; }

    /// <summary>Of the negative rows, the share predicted so.</summary>
    public double NegativeRecall { get; }

    /// <summary>The harmonic mean of <see cref="PositivePrecision"/> and <see cref="PositiveRecall"/>; NaN where both are 0.</summary>
    public double F1Score { get; }

    /// <summary>The area under precision over recall.</summary>
    public double AreaUnderPrecisionRecallCurve { get; }

    /// <summary>How often each class was taken for each; the positive one comes first.</summary>
    public ConfusionMatrix ConfusionMatrix { get; }
}

using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetTransfer.Examples;

/// <summary>A linear classifier over features, with the penalty that does best on rows it did not see.</summary>
/// <param name="L2">The penalty.</param>
/// <param name="Dev">The score on the rows that chose it.</param>
/// <param name="Accuracy">The accuracy on the test rows.</param>
/// <param name="Correlation">Matthews' correlation on the test rows, of two classes.</param>
/// <param name="Time">How long it took to learn with each penalty.</param>
internal sealed record Classifier(float L2, double Dev, double Accuracy, double Correlation, TimeSpan Time)
{
    // The reciprocals of what scikit-learn calls C. It has one vector of weights for two classes, where LbfgsMaximumEntropy has two, which share the difference: as strong a penalty is twice as large there.
    private static float[] Penalties(IDataView rows) => ((KeyDataViewType)rows.Schema["Label"].Type).Count == 2 ? [20, 2, 0.2f, 0.02f] : [10, 1, 0.1f, 0.01f];

    /// <param name="ml">The context.</param>
    /// <param name="features">The rows.</param>
    /// <param name="byCorrelation">Whether Matthews' correlation chooses, and not the accuracy.</param>
    public static Classifier Choose(MLContext ml, FeatureSet features, bool byCorrelation)
    {
        // Without rows to choose by, a tenth of the others chooses, and in the end all of them are learnt from.
        var (train, dev) = features.Dev is { } own ? (features.Train, own) : Split(ml, features.Train);

        var watch = Stopwatch.StartNew();
        var tried = Penalties(train).Select(l2 => (L2: l2, Model: Fit(ml, train, l2))).ToArray();
        var time = watch.Elapsed / tried.Length;

        var (best, model, score) = tried.Select(t => (t.L2, t.Model, Score: Score(t.Model, dev))).MaxBy(t => t.Score);
        var metrics = Evaluate(train == features.Train ? model : Fit(ml, features.Train, best), features.Test);
        return new(best, score, metrics.MicroAccuracy, Matthews(metrics.ConfusionMatrix), time);

        double Score(ITransformer candidate, IDataView rows) => Evaluate(candidate, rows) is var found && byCorrelation ? Matthews(found.ConfusionMatrix) : found.MicroAccuracy;
        MulticlassClassificationMetrics Evaluate(ITransformer candidate, IDataView rows) => ml.MulticlassClassification.Evaluate(candidate.Transform(rows));
    }

    private static (IDataView Train, IDataView Dev) Split(MLContext ml, IDataView rows)
    {
        var split = ml.Data.TrainTestSplit(rows, 0.1, seed: 0);
        return (split.TrainSet, split.TestSet);
    }

    private static ITransformer Fit(MLContext ml, IDataView rows, float l2) => ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(l1Regularization: 0, l2Regularization: l2).Fit(rows);

    private static double Matthews(ConfusionMatrix matrix)
    {
        if (matrix.NumberOfClasses != 2) return double.NaN;
        double a = matrix.Counts[0][0], b = matrix.Counts[0][1], c = matrix.Counts[1][0], d = matrix.Counts[1][1];
        var scale = Math.Sqrt((a + b) * (c + d) * (a + c) * (b + d));
        return scale == 0 ? 0 : (a * d - b * c) / scale;
    }
}

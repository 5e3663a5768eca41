using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Polyfills.MicrosoftML.Tests.Metrics;

/// <summary>Metrics of fixed labels and scores are the real package's.</summary>
public class MetricGoldenTests
{
    private const double Tolerance = 1e-6;

    private static readonly JsonElement[] _cases = [.. Goldens.Read("metrics").EnumerateArray()];

    private readonly MLContext _context = new(1);

    public static TheoryData<string> Multiclass => new(Names("multiclass"));

    public static TheoryData<string> Binary => new(Names("binary"));

    [Theory]
    [MemberData(nameof(Multiclass))]
    public void Multiclass_metrics(string name)
    {
        var golden = Case("multiclass", name);
        var rows = List(golden, "labels").Zip(List(golden, "scores"), List(golden, "predicted"))
            .Select(r => new Multi { Label = r.First.GetUInt32(), Score = Floats(r.Second), PredictedLabel = r.Third.GetUInt32() });
        var metrics = _context.MulticlassClassification.Evaluate(_context.Data.LoadFromEnumerable(rows.ToArray()), topKPredictionCount: 2);

        AssertEqual(golden, "MicroAccuracy", metrics.MicroAccuracy);
        AssertEqual(golden, "MacroAccuracy", metrics.MacroAccuracy);
        AssertEqual(golden, "LogLoss", metrics.LogLoss);
        AssertEqual(golden, "LogLossReduction", metrics.LogLossReduction);
        AssertEqual(golden, "TopKAccuracy", metrics.TopKAccuracy);
        AssertEqual(golden, "TopKAccuracyForAllK", metrics.TopKAccuracyForAllK);
        AssertEqual(golden, "PerClassLogLoss", metrics.PerClassLogLoss);
        Assert.Equal(2, metrics.TopKPredictionCount);
        Assert.Equal(4, metrics.ConfusionMatrix.NumberOfClasses);
        Assert.Equal(List(golden, "confusion").Select(Doubles), metrics.ConfusionMatrix.Counts);
        AssertEqual(golden, "precision", metrics.ConfusionMatrix.PerClassPrecision);
        AssertEqual(golden, "recall", metrics.ConfusionMatrix.PerClassRecall);
        Assert.Equal(golden.GetProperty("formatted").GetString()!.ReplaceLineEndings(), metrics.ConfusionMatrix.GetFormattedConfusionTable());
    }

    [Theory]
    [MemberData(nameof(Binary))]
    public void Binary_metrics(string name)
    {
        var golden = Case("binary", name);
        var rows = List(golden, "labels").Zip(List(golden, "scores"), List(golden, "probabilities"))
            .Select(r => new Two { Label = r.First.GetBoolean(), Score = r.Second.GetSingle(), Probability = r.Third.GetSingle(), PredictedLabel = r.Second.GetSingle() > 0 });
        var view = _context.Data.LoadFromEnumerable(rows.ToArray());
        var metrics = _context.BinaryClassification.Evaluate(view);

        AssertEqual(golden, "Accuracy", metrics.Accuracy);
        AssertEqual(golden, "AreaUnderRocCurve", metrics.AreaUnderRocCurve);
        AssertEqual(golden, "AreaUnderPrecisionRecallCurve", metrics.AreaUnderPrecisionRecallCurve);
        AssertEqual(golden, "F1Score", metrics.F1Score);
        AssertEqual(golden, "PositivePrecision", metrics.PositivePrecision);
        AssertEqual(golden, "PositiveRecall", metrics.PositiveRecall);
        AssertEqual(golden, "NegativePrecision", metrics.NegativePrecision);
        AssertEqual(golden, "NegativeRecall", metrics.NegativeRecall);
        AssertEqual(golden, "LogLoss", metrics.LogLoss);
        AssertEqual(golden, "LogLossReduction", metrics.LogLossReduction);
        AssertEqual(golden, "Entropy", metrics.Entropy);
        Assert.Equal(List(golden, "confusion").Select(Doubles), metrics.ConfusionMatrix.Counts);
        AssertEqual(golden, "nonCalibratedF1", _context.BinaryClassification.EvaluateNonCalibrated(view).F1Score);
    }

    [Fact]
    public void Regression_metrics()
    {
        var golden = Case("regression", "ordinary");
        var rows = List(golden, "labels").Zip(List(golden, "scores")).Select(r => new Number { Label = r.First.GetSingle(), Score = r.Second.GetSingle() });
        var metrics = _context.Regression.Evaluate(_context.Data.LoadFromEnumerable(rows.ToArray()));

        AssertEqual(golden, "MeanAbsoluteError", metrics.MeanAbsoluteError);
        AssertEqual(golden, "MeanSquaredError", metrics.MeanSquaredError);
        AssertEqual(golden, "RootMeanSquaredError", metrics.RootMeanSquaredError);
        AssertEqual(golden, "RSquared", metrics.RSquared);
        Assert.Equal(golden.GetProperty("LossFunction").GetDouble(), metrics.LossFunction, 1e-14);
    }

    private static IEnumerable<string> Names(string task) => _cases.Where(c => c.GetProperty("task").GetString() == task).Select(c => c.GetProperty("name").GetString()!);

    private static JsonElement Case(string task, string name) => _cases.Single(c => c.GetProperty("task").GetString() == task && c.GetProperty("name").GetString() == name);

    private static JsonElement[] List(JsonElement golden, string name) => [.. golden.GetProperty(name).EnumerateArray()];

    private static float[] Floats(JsonElement list) => [.. list.EnumerateArray().Select(n => n.GetSingle())];

    private static double[] Doubles(JsonElement list) => [.. list.EnumerateArray().Select(n => n.GetDouble())];

    private static void AssertEqual(JsonElement golden, string name, double value) => Assert.Equal(golden.GetProperty(name).GetDouble(), value, Tolerance);

    private static void AssertEqual(JsonElement golden, string name, IReadOnlyList<double> values)
    {
        var expected = Doubles(golden.GetProperty(name));
        Assert.Equal(expected.Length, values.Count);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], values[i], Tolerance);
    }

    private sealed class Multi
    {
        [KeyType(4)]
        public uint Label;

        [KeyType(4)]
        public uint PredictedLabel;

        [VectorType(4)]
        public float[] Score = [];
    }

    private sealed class Two
    {
        public bool Label;
        public bool PredictedLabel;
        public float Score;
        public float Probability;
    }

    private sealed class Number
    {
        public float Label;
        public float Score;
    }
}

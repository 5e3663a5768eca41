using System.IO.Compression;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;

namespace Polyfills.MicrosoftML.Tests.Training;

public class LbfgsTests
{
    private const int FeatureCount = 37;
    private readonly MLContext _ml = new(1);

    private static Row[] Rows(int count = 333)
    {
        var random = new Random(5);
        return [.. Enumerable.Range(0, count).Select(i => new Row { Label = "c" + i % 5, Features = [.. Enumerable.Range(0, FeatureCount).Select(f => (float)random.NextDouble() + (f % 5 == i % 5 ? 0.3f : 0))] })];
    }

    [Fact]
    public void At_the_end_the_loss_rises_on_all_sides()
    {
        var rows = Rows();
        var (weights, biases) = Parameters(Fit(rows, Options()));
        var least = Loss(rows, weights, biases, 0.5);
        foreach (var (k, f) in new[] { (0, 0), (2, 17), (4, 36) })
            foreach (var step in new[] { -0.05f, 0.05f })
            {
                weights[k][f] += step;
                Assert.True(Loss(rows, weights, biases, 0.5) > least);
                weights[k][f] -= step;
            }
        biases[3] += 0.05f;
        Assert.True(Loss(rows, weights, biases, 0.5) > least);
    }

    [Fact]
    public void Threads_change_nothing()
    {
        var (one, _) = Parameters(Fit(Rows(), Options(threads: 1)));
        var (three, _) = Parameters(Fit(Rows(), Options(threads: 3)));
        Assert.Equal(one, three);
    }

    [Fact]
    public void A_weight_of_two_is_a_row_that_comes_twice()
    {
        var rows = Rows();
        var twice = rows.Concat(rows.Where((_, i) => i % 3 == 0)).ToArray();
        for (var i = 0; i < rows.Length; i += 3) rows[i].Weight = 2;
        var options = Options();
        options.ExampleWeightColumnName = "Weight";
        AssertClose(Fit(twice, Options()), Fit(rows, options));
    }

    [Fact]
    public void Rows_that_lack_something_are_left_out()
    {
        var rows = Rows();
        var options = Options();
        options.ExampleWeightColumnName = "Weight";
        var expected = Fit(rows, options);
        var (unlabeled, broken, weightless, endless) = (Rows()[0], Rows()[1], Rows()[2], Rows()[3]);
        unlabeled.Label = "";
        broken.Features[3] = float.NaN;
        weightless.Weight = 0;
        endless.Weight = float.PositiveInfinity;
        var warnings = new List<string>();
        _ml.Log += (_, e) => { if (e.Message.Contains("Skipped")) warnings.Add(e.Message); };
        AssertClose(expected, Fit([.. rows, unlabeled, broken, weightless, endless], options), 0);
        Assert.Contains("Skipped 4 rows", Assert.Single(warnings));
    }

    [Fact]
    public void Weights_can_be_kept_from_being_negative()
    {
        var options = Options();
        options.EnforceNonNegativity = true;
        var (weights, biases) = Parameters(Fit(Rows(), options));
        Assert.All(weights, w => Assert.All(w, n => Assert.True(n >= 0)));
        Assert.Contains(weights, w => w.Contains(0));
        Assert.Contains(biases, b => b < 0);
        options.L1Regularization = 2;
        var (fewer, _) = Parameters(Fit(Rows(), options));
        Assert.True(fewer.Sum(w => w.Count(n => n > 0)) < weights.Sum(w => w.Count(n => n > 0)));
    }

    [Fact]
    public void Starts_are_chosen()
    {
        var expected = Fit(Rows(), Options());
        var options = Options();
        options.InitialWeightsDiameter = 2;
        AssertClose(expected, Fit(Rows(), options));
        // From an earlier model nothing is left to do.
        options.MaximumNumberOfIterations = 1;
        options.InitialWeightsDiameter = 0;
        var trainer = _ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(options);
        AssertClose(expected, trainer.Fit(Keyed(Rows()), expected.Model));
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Fit(Keyed(Rows(4)), expected.Model));
        Assert.Contains("The model has 5 classes and 37 features, and the data have 4 and 37", error.Message);
    }

    [Fact]
    public void Options_outside_their_ranges_are_named()
    {
        foreach (var (name, change) in new (string, Action<LbfgsMaximumEntropyMulticlassTrainer.Options>)[]
        {
            ("L1Regularization", o => o.L1Regularization = -1), ("L2Regularization", o => o.L2Regularization = float.NaN), ("OptimizationTolerance", o => o.OptimizationTolerance = 0), ("HistorySize", o => o.HistorySize = 0),
            ("MaximumNumberOfIterations", o => o.MaximumNumberOfIterations = 0), ("InitialWeightsDiameter", o => o.InitialWeightsDiameter = -1), ("NumberOfThreads", o => o.NumberOfThreads = 0),
        })
        {
            var options = Options();
            change(options);
            Assert.Equal(name, Assert.Throws<ArgumentOutOfRangeException>(() => _ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(options)).ParamName);
        }
    }

    [Fact]
    public void A_saved_chain_scores_the_same_in_another_context()
    {
        var view = _ml.Data.LoadFromEnumerable(Rows());
        var model = _ml.Transforms.Conversion.MapValueToKey("Key", "Label").Append(_ml.Transforms.CopyColumns("Inputs", "Features")).Append(_ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Key", "Inputs"))
            .Append(_ml.Transforms.Conversion.MapKeyToValue("Answer", "PredictedLabel")).Fit(view);
        using var stream = new MemoryStream();
        _ml.Model.Save(model, view.Schema, stream);
        // The real chain's entries, but for a list of the classes' names that nothing reads.
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true))
            Assert.Equal(Goldens.Read("zip").EnumerateArray().Select(e => e.GetProperty("FullName").GetString()!).Where(n => !n.EndsWith("LabelNames", StringComparison.Ordinal)).Order(), zip.Entries.Select(e => e.FullName).Order());

        stream.Position = 0;
        var loaded = new MLContext().Model.Load(stream, out _);
        var (before, after) = (model.Transform(view), loaded.Transform(view));
        Assert.Equal(before.Schema.Select(c => c.ToString()), after.Schema.Select(c => c.ToString()));
        Assert.Equal(before.GetColumn<float[]>("Score"), after.GetColumn<float[]>("Score"));
        Assert.Equal(before.GetColumn<string>("Answer"), after.GetColumn<string>("Answer"));
        var transformer = ((TransformerChain<ITransformer>)loaded).OfType<MulticlassPredictionTransformer<MaximumEntropyModelParameters>>().Single();
        Assert.Equal(("Inputs", "Vector<Single, 37>"), (transformer.FeatureColumnName, transformer.FeatureColumnType.ToString()));
        Assert.Equal(model.Transform(view).GetColumn<float[]>("Score").First(), _ml.Model.CreatePredictionEngine<Row, Prediction>(loaded).Predict(Rows()[0]).Score);
    }

    [Fact]
    public void Features_of_another_size_are_refused()
    {
        var model = Fit(Rows(), Options());
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => model.Transform(_ml.Data.LoadFromEnumerable([new Short()])));
        Assert.StartsWith("Schema mismatch for feature column 'Features': expected Vector<Single, 37>, got Vector<Single, 2>", error.Message);
    }

    private static LbfgsMaximumEntropyMulticlassTrainer.Options Options(int? threads = null)
        => new() { L1Regularization = 0, L2Regularization = 0.5f, OptimizationTolerance = 1e-9f, NumberOfThreads = threads };

    private IDataView Keyed(Row[] rows)
    {
        var view = _ml.Data.LoadFromEnumerable(rows);
        return _ml.Transforms.Conversion.MapValueToKey("Label").Fit(view).Transform(view);
    }

    private MulticlassPredictionTransformer<MaximumEntropyModelParameters> Fit(Row[] rows, LbfgsMaximumEntropyMulticlassTrainer.Options options) => _ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(options).Fit(Keyed(rows));

    private static (float[][] Weights, float[] Biases) Parameters(MulticlassPredictionTransformer<MaximumEntropyModelParameters> model)
    {
        VBuffer<float>[]? weights = null;
        model.Model.GetWeights(ref weights, out _);
        // What is added to all biases changes nothing.
        var mean = model.Model.GetBiases().Average();
        return ([.. weights!.Select(w => w.DenseValues().ToArray())], [.. model.Model.GetBiases().Select(b => b - mean)]);
    }

    private static void AssertClose(MulticlassPredictionTransformer<MaximumEntropyModelParameters> expected, MulticlassPredictionTransformer<MaximumEntropyModelParameters> actual, double tolerance = 2e-3)
    {
        var ((weights, biases), (others, otherBiases)) = (Parameters(expected), Parameters(actual));
        Assert.All(weights.Append(biases).SelectMany(w => w).Zip(others.Append(otherBiases).SelectMany(w => w)), pair => Assert.True(Math.Abs(pair.First - pair.Second) <= tolerance, $"{pair.First} expected, {pair.Second} found"));
    }

    /// <summary>The sum of log-losses and half the weighted sum of squares, as it is defined.</summary>
    private static double Loss(Row[] rows, float[][] weights, float[] biases, double l2)
    {
        var sum = l2 / 2 * weights.Sum(w => w.Sum(n => (double)n * n));
        foreach (var row in rows)
        {
            var scores = weights.Select((w, k) => biases[k] + w.Zip(row.Features, (a, b) => (double)a * b).Sum()).ToArray();
            sum += Math.Log(scores.Sum(Math.Exp)) - scores[row.Label[1] - '0'];
        }
        return sum;
    }

    private sealed class Row
    {
        public string Label = "";
        public float Weight = 1;

        [VectorType(FeatureCount)]
        public float[] Features = [];
    }

    private sealed class Short
    {
        [VectorType(2)]
        public float[] Features = [1, 2];
    }

    private sealed class Prediction
    {
        public float[] Score = [];
    }
}

using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetTransfer.Tests.Contract;

namespace MLNetTransfer.Tests.TextClassification;

/// <summary>The classifier inside ordinary pipelines, with everything that users put around it.</summary>
public class PipelineTests
{
    private readonly MLContext _ml = TestContext.Create(1);

    private sealed class Prediction
    {
        public string Class { get; set; } = "";

        public float[] Score { get; set; } = [];
    }

    private IDataView Rows(int count = 120) => _ml.Data.LoadFromEnumerable(ContractRow.Some(count));

    private IEstimator<ITransformer> Pipeline(int epochs = 20) => _ml.Transforms.Conversion.MapValueToKey("Label", "Category")
        .Append(TinyBert.Trainer(_ml, TinyBert.Options(epochs)))
        .Append(_ml.Transforms.Conversion.MapKeyToValue("Class", "PredictedLabel"));

    [Fact]
    public void Learns_evaluates_and_predicts()
    {
        var split = _ml.Data.TrainTestSplit(Rows(), 0.25);
        var model = Pipeline().Fit(split.TrainSet);
        var scored = model.Transform(split.TestSet);
        var metrics = _ml.MulticlassClassification.Evaluate(scored);
        Assert.True(metrics.MicroAccuracy > 0.9, $"accuracy {metrics.MicroAccuracy}");
        // Score holds probabilities, so the log loss means something.
        Assert.InRange(metrics.LogLoss, 0, 0.5);
        Assert.Equal(3, metrics.ConfusionMatrix.NumberOfClasses);

        using var engine = _ml.Model.CreatePredictionEngine<ContractRow, Prediction>(model);
        var prediction = engine.Predict(new ContractRow { Text = "card lost money" });
        Assert.Equal("bank", prediction.Class);
        Assert.Equal(1, prediction.Score.Sum(), 1e-5);
        Assert.Equal(0, prediction.Score.ToList().IndexOf(prediction.Score.Max()));
        Assert.Equal("food", engine.Predict(new ContractRow { Text = "bad food" }).Class);
    }

    [Fact]
    public void Cross_validates()
    {
        var folds = _ml.MulticlassClassification.CrossValidate(Rows(90), Pipeline(), numberOfFolds: 3);
        Assert.Equal(3, folds.Count);
        Assert.All(folds, fold => Assert.True(fold.Metrics.MicroAccuracy > 0.8, $"accuracy {fold.Metrics.MicroAccuracy}"));
    }

    [Fact]
    public void Goes_behind_a_cache()
    {
        var pipeline = _ml.Transforms.Conversion.MapValueToKey("Label", "Category").AppendCacheCheckpoint(_ml).Append(TinyBert.Trainer(_ml));
        Assert.Equal(120, pipeline.Fit(Rows()).Transform(Rows()).GetColumn<float[]>("Score").Count());
    }

    [Fact]
    public void Reads_its_rows_once()
    {
        var keyed = _ml.Transforms.Conversion.MapValueToKey("Label", "Category").Fit(Rows()).Transform(Rows());
        var probe = new SourceProbe(keyed);
        TinyBert.Trainer(_ml).Fit(probe).Dispose();
        Assert.Equal(["Label", "Text"], Assert.Single(probe.Cursors).Columns);
    }

    [Fact]
    public void Classes_come_from_the_key_type()
    {
        // The third class occurs in no training row, and keeps its place.
        var keys = _ml.Transforms.Conversion.MapValueToKey("Label", "Category").Fit(Rows());
        var training = _ml.Data.LoadFromEnumerable(ContractRow.Some(60).Where(r => r.Category != "food"));
        using var model = TinyBert.Trainer(_ml).Fit(keys.Transform(training));
        var scored = model.Transform(keys.Transform(Rows()));
        var scores = scored.GetColumn<float[]>("Score").ToList();
        Assert.All(scores, s => Assert.Equal(3, s.Length));
        Assert.Equal(3ul, ((KeyDataViewType)scored.Schema["PredictedLabel"].Type).Count);
        Assert.InRange(_ml.MulticlassClassification.Evaluate(scored).MicroAccuracy, 0, 1);
    }

    [Fact]
    public void The_same_seed_gives_the_same_model()
    {
        float[][] Scores(MLContext ml, long? seed = null)
        {
            var options = TinyBert.Options();
            options.Training.Seed = seed;
            var pipeline = ml.Transforms.Conversion.MapValueToKey("Label", "Category").Append(TinyBert.Trainer(ml, options));
            return [.. pipeline.Fit(Rows()).Transform(Rows()).GetColumn<float[]>("Score")];
        }

        Assert.Equal(Scores(TestContext.Create(5)), Scores(TestContext.Create(5)));
        Assert.NotEqual(Scores(TestContext.Create(5)), Scores(TestContext.Create(6)));
        // The option goes before the context's seed.
        Assert.Equal(Scores(TestContext.Create(5), seed: 9), Scores(TestContext.Create(6), seed: 9));
    }

    [Fact]
    public void Columns_have_the_names_that_options_give()
    {
        var options = TinyBert.Options();
        (options.ScoreColumnName, options.PredictedLabelColumnName, options.LabelColumnName) = ("P", "Guess", "Key");
        var model = _ml.Transforms.Conversion.MapValueToKey("Key", "Category").Append(TinyBert.Trainer(_ml, options)).Fit(Rows());
        var scored = model.Transform(Rows());
        Assert.InRange(_ml.MulticlassClassification.Evaluate(scored, "Key", "P", "Guess").MicroAccuracy, 0, 1);
    }
}

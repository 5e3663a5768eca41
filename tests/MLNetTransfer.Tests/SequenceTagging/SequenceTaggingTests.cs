using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetTransfer.Features;
using MLNetTransfer.Modeling.Tagging;
using MLNetTransfer.SequenceTagging;
using MLNetTransfer.Tests.Contract;
using MLNetTransfer.Tests.TextClassification;
using MLNetTransfer.TestSupport;

namespace MLNetTransfer.Tests.SequenceTagging;

public class SequenceTaggingTests
{
    private static readonly string[] _outputs = ["PredictedLabel", "Score"];
    private readonly MLContext _ml = TestContext.Create(1);

    [Fact]
    public void Contract_keys_and_a_random_field() =>
        EstimatorContract.Verify(ml => Trainer(ml, Options()), texts: ["Vectors"], target: "TagKeys", _outputs, inputType: "Vector<Single>");

    [Fact]
    public void Contract_text_and_two_layers()
    {
        var options = Options();
        (options.LabelColumnName, options.ConditionalRandomField, options.LayerCount) = ("Tags", false, 2);
        EstimatorContract.Verify(ml => Trainer(ml, options), texts: ["Vectors"], target: "Tags", _outputs, inputType: "Vector<Single>");
    }

    [Theory]
    [InlineData("TagKeys", true)]
    [InlineData("Tags", true)]
    [InlineData("Tags", false)]
    public void Learns_what_can_be_learnt(string label, bool crf)
    {
        var data = Data(ContractRow.Some(90));
        var options = Options();
        (options.LabelColumnName, options.ConditionalRandomField, options.Training.Epochs) = (label, crf, 40);
        if (crf) options.Scheme = TagScheme.Iob2;
        using var model = Trainer(_ml, options).Fit(data);
        var scored = model.Transform(data);
        var metrics = _ml.MulticlassClassification.EvaluateEntities(scored, label);
        Assert.InRange(metrics.F1, 0.95, 1);
        Assert.Equal(["THING"], metrics.ByType.Keys);
        var words = ContractRow.Some(90).Select(r => r.Words.Length).ToArray();
        Assert.Equal(words.Select(w => 3 * w), scored.GetColumn<float[]>("Score").Select(s => s.Length));
        // Each word's probabilities add up to one.
        Assert.All(scored.GetColumn<float[]>("Score").SelectMany(s => s.Chunk(3)), p => Assert.Equal(1, p.Sum(), 1e-4));
    }

    [Fact]
    public void Whole_pipeline_from_words_to_tags()
    {
        var rows = ContractRow.Some(40);
        var data = _ml.Data.LoadFromEnumerable(rows);
        var pipeline = _ml.Transforms.Conversion.MapValueToKey("Label", "Tags")
            .Append(_ml.Transforms.Text.TransformerWordFeatures(new TransformerWordFeaturesEstimator.Options { Model = TinyBert.Folder, Cache = null }))
            .Append(_ml.MulticlassClassification.Trainers.BiLstmSequenceTagger(hiddenSize: 8, epochs: 2))
            .Append(_ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"));
        using var folder = new TempFolder();
        using (var model = pipeline.Fit(data)) _ml.Model.Save(model, data.Schema, folder["model.zip"]);
        var loaded = _ml.Model.Load(folder["model.zip"], out _);
        using var engine = _ml.Model.CreatePredictionEngine<ContractRow, Prediction>(loaded);
        var found = engine.Predict(rows[17]);
        Assert.Equal(60, found.PredictedLabel.Length);
        Assert.All(found.PredictedLabel, t => Assert.Contains(t, new[] { "O", "B-THING", "I-THING" }));
        Assert.Equal(180, found.Score.Length);
    }

    [Fact]
    public void Validation_keeps_the_best_and_reports_entities()
    {
        var options = Options();
        options.ValidationFraction = 0.3;
        var reports = new List<IReadOnlyDictionary<string, double>>();
        options.Progress = new Sink(p => { if (p.Metrics is { } m) reports.Add(m); });
        Trainer(_ml, options).Fit(Data(ContractRow.Some(60))).Dispose();
        Assert.Equal(options.Training.Epochs, reports.Count);
        Assert.Equal(["Accuracy", "F1", "Precision", "Recall"], reports[0].Keys.Order());
    }

    [Fact]
    public void Rows_that_do_not_go_together_are_named()
    {
        var rows = ContractRow.Some(20);
        rows[5].Tags = [.. rows[5].Tags, "O"];
        var message = Assert.Throws<InvalidOperationException>(() => Trainer(_ml, Options()).Fit(Data(rows))).Message;
        Assert.Contains($"Row 5 of the training rows has {rows[5].Tags.Length} tags in column 'TagKeys' and {rows[5].Vectors.Length} numbers in column 'Vectors', where a word has 3", message);

        rows = ContractRow.Some(20);
        rows[3].Tags[0] = "I-THING";
        var options = Options();
        options.Scheme = TagScheme.Iob2;
        Assert.Contains("break the scheme Iob2 at word 0: I-THING", Assert.Throws<InvalidOperationException>(() => Trainer(_ml, options).Fit(Data(rows))).Message);

        using var model = Trainer(_ml, Options()).Fit(Data(ContractRow.Some(20)));
        rows[2].Vectors = [1, 2, 3, 4];
        Assert.Contains("has 4 numbers in column 'Vectors', and the tagger was trained on 3", Assert.Throws<InvalidOperationException>(() => model.Transform(Data(rows)).GetColumn<float[]>("Score").Count()).Message);
        model.Dispose();
        Assert.Throws<ObjectDisposedException>(() => model.Transform(Data(ContractRow.Some(20))).GetColumn<float[]>("Score").Count());
    }

    [Fact]
    public void Wrong_options_are_named()
    {
        var options = Options();
        (options.Scheme, options.ConditionalRandomField) = (TagScheme.Iob2, false);
        Assert.Contains("option Scheme", Assert.Throws<ArgumentException>(() => Trainer(_ml, options)).Message);
        options = Options();
        options.HiddenSize = 0;
        Assert.Contains("option HiddenSize", Assert.Throws<ArgumentOutOfRangeException>(() => Trainer(_ml, options)).Message);
        options = Options();
        options.Dropout = 1;
        Assert.Contains("option Dropout", Assert.Throws<ArgumentOutOfRangeException>(() => Trainer(_ml, options)).Message);
    }

    [Fact]
    public void Missing_tags_are_skipped_and_entities_are_evaluated_over_text_too()
    {
        var rows = ContractRow.Some(20);
        rows[4].Tags = [.. rows[4].Tags.Select(_ => "")];
        Trainer(_ml, Options()).Fit(Data(rows)).Dispose();

        var data = _ml.Data.LoadFromEnumerable(new[] { new Tagged { Label = ["B-A", "I-A", "O"], PredictedLabel = ["B-A", "I-A", "I-B"] } });
        var lenient = _ml.MulticlassClassification.EvaluateEntities(data);
        Assert.Equal((0.5, 1.0, 2 / 3.0, 0.5), (lenient.Precision, lenient.Recall, lenient.F1, lenient.MacroF1));
        Assert.Equal(1, _ml.MulticlassClassification.EvaluateEntities(data, scheme: TagScheme.Iob2).Precision);
        Assert.Contains("predicted label column 'Nowhere'", Assert.Throws<ArgumentOutOfRangeException>(() => _ml.MulticlassClassification.EvaluateEntities(data, predictedLabelColumnName: "Nowhere")).Message);
    }

    [Theory]
    [InlineData("hiddenSize", 4000)]
    [InlineData("inputSize", 1000000)]
    [InlineData("tagCount", 65000)]
    [InlineData("layerCount", 9)]
    [InlineData("scheme", 3)]
    public void A_lie_in_a_saved_tagger_is_refused_before_memory_is_taken(string key, int value)
    {
        var data = Data(ContractRow.Some(10));
        using var folder = new TempFolder();
        using (var model = Trainer(_ml, Options()).Fit(data)) _ml.Model.Save(model, data.Schema, folder["model.zip"]);
        SavedEntries.Edit(folder["model.zip"], "tagger.json", json => json[key] = value);
        var before = GC.GetTotalAllocatedBytes();
        var error = Assert.ThrowsAny<Exception>(() => _ml.Model.Load(folder["model.zip"], out _));
        Assert.Contains("The saved model is damaged: in its 'BiLstmSequenceTagger'", error.ToString());
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 100_000_000);
    }

    private static BiLstmSequenceTaggerTrainer.Options Options() => new()
    {
        FeatureColumnName = "Vectors",
        LabelColumnName = "TagKeys",
        HiddenSize = 12,
        Dropout = 0.1,
        Training = { Epochs = 3, BatchSize = 8, LearningRate = 0.02 },
    };

    private static BiLstmSequenceTaggerTrainer Trainer(MLContext ml, BiLstmSequenceTaggerTrainer.Options options) => ml.MulticlassClassification.Trainers.BiLstmSequenceTagger(options);

    private IDataView Data(IEnumerable<ContractRow> rows)
    {
        var view = _ml.Data.LoadFromEnumerable(rows);
        return _ml.Transforms.Conversion.MapValueToKey("TagKeys", "Tags").Fit(view).Transform(view);
    }

    private sealed class Sink(Action<MLNetTransfer.Modeling.Training.TrainingProgress> report) : IProgress<MLNetTransfer.Modeling.Training.TrainingProgress>
    {
        public void Report(MLNetTransfer.Modeling.Training.TrainingProgress value) => report(value);
    }

    private sealed class Prediction
    {
        public string[] PredictedLabel { get; set; } = [];

        public float[] Score { get; set; } = [];
    }

    private sealed class Tagged
    {
        public string[] Label { get; set; } = [];

        public string[] PredictedLabel { get; set; } = [];
    }
}

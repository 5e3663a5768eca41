using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetTransfer.Engine;
using MLNetTransfer.Features;
using MLNetTransfer.Modeling.Training;
using MLNetTransfer.Tests.Contract;
using MLNetTransfer.Tests.TextClassification;
using MLNetTransfer.TestSupport;

namespace MLNetTransfer.Tests.Engine;

/// <summary>Learning from text without labels and then from labels, in one Fit.</summary>
public class FurtherPretrainingTests
{
    private readonly MLContext _ml = TestContext.Create(1);
    private readonly List<string> _log = [];

    public FurtherPretrainingTests() => _ml.Log += (_, e) => _log.Add(e.RawMessage);

    private static FurtherPretrainingOptions Further() => new()
    {
        Rows = { MaxTokens = 16 },
        Streams = { StreamCount = 4, WindowSize = 10 },
        Training = { Epochs = 12, BatchSize = 16, LearningRate = 3e-3 },
        HeldOutFraction = 0.2,
    };

    private IDataView Rows() => _ml.Transforms.Conversion.MapValueToKey("Label", "Category").Fit(_ml.Data.LoadFromEnumerable(ContractRow.Some())).Transform(_ml.Data.LoadFromEnumerable(ContractRow.Some()));

    [Fact]
    public void The_contract_holds()
    {
        var options = TinyBert.Options();
        options.FurtherPretraining = Further();
        EstimatorContract.Verify(ml => TinyBert.Trainer(ml, options), texts: ["Text"], target: "Label", ["PredictedLabel", "Score"]);
    }

    [Fact]
    public void Perplexity_falls_before_the_labels_are_looked_at()
    {
        var reports = new List<TrainingProgress>();
        var options = TinyBert.Options(epochs: 1);
        options.FurtherPretraining = Further();
        options.FurtherPretraining.Progress = new Listener(reports);
        TinyBert.Trainer(_ml, options).Fit(Rows()).Dispose();
        var perplexities = reports.Where(r => r.Metrics is not null).Select(r => r.Metrics!["Perplexity"]).ToArray();
        Assert.Equal(12, perplexities.Length);
        Assert.True(perplexities[^1] < 0.8 * perplexities[0], string.Join(" ", perplexities));
        Assert.Contains(_log, m => m.Contains("Further pretraining (MaskedTokens)"));
        Assert.True(_log.FindIndex(m => m.Contains("Perplexity")) < _log.FindIndex(m => m.Contains("Training on 60 rows")));
    }

    [Fact]
    public void The_task_begins_with_what_was_learnt()
    {
        using var folder = new TempFolder();
        float[][] Vectors(FurtherPretrainingOptions? further, string model)
        {
            using var fitted = _ml.Transforms.Text.TransformerFeatures(new TransformerFeaturesEstimator.Options { InputColumnName = "Text", Model = model, Cache = null, FurtherPretraining = further }).Fit(Rows());
            return [.. fitted.Transform(Rows()).GetColumn<float[]>("Features")];
        }

        var further = Further();
        further.OutputFolder = folder["adapted"];
        var learnt = Vectors(further, TinyBert.Folder);
        Assert.NotEqual(Vectors(null, TinyBert.Folder)[0], learnt[0]);
        // The folder that was written is the same encoder.
        Assert.Equal(Vectors(null, folder["adapted"]), learnt);
    }

    [Fact]
    public void Text_may_come_from_another_view_and_column()
    {
        var options = TinyBert.Options(epochs: 1);
        options.FurtherPretraining = Further();
        options.FurtherPretraining.Data = _ml.Data.LoadFromEnumerable(Enumerable.Repeat(new Note { Words = "one line\nanother line" }, 30));
        options.FurtherPretraining.TextColumnName = nameof(Note.Words);
        options.FurtherPretraining.HeldOutFraction = 0;
        TinyBert.Trainer(_ml, options).Fit(Rows()).Dispose();
        Assert.Contains(_log, m => m.Contains("of 30 documents"));

        options.FurtherPretraining.TextColumnName = "Nowhere";
        Assert.Contains("Nowhere", Assert.Throws<ArgumentOutOfRangeException>(() => TinyBert.Trainer(_ml, options).Fit(Rows())).Message);
    }

    [Theory]
    [InlineData("gpt2", "NextTokens")]
    [InlineData("awd-lstm", "NextTokens")]
    [InlineData("roberta", "MaskedTokens")]
    [InlineData("deberta-v2", "MaskedTokens")]
    [InlineData("electra", "MaskedTokens")]
    public void A_family_learns_what_it_was_made_for(string family, string objective)
    {
        var options = TinyBert.Options(epochs: 1);
        options.Model = TinyModels.Folder(family);
        options.FurtherPretraining = Further();
        options.FurtherPretraining.Training.Epochs = 1;
        TinyBert.Trainer(_ml, options).Fit(Rows()).Dispose();
        Assert.Contains(_log, m => m.Contains($"Further pretraining ({objective})"));
    }

    [Fact]
    public void Sentences_that_follow_each_other_are_lines_of_a_row()
    {
        var options = TinyBert.Options(epochs: 1);
        options.FurtherPretraining = Further();
        options.FurtherPretraining.Objective = PretrainingObjective.MaskedTokensAndNextSentence;
        options.FurtherPretraining.Data = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 20).Select(i => new Note { Words = "the first line of it\nthe second line of it" }));
        options.FurtherPretraining.TextColumnName = nameof(Note.Words);
        TinyBert.Trainer(_ml, options).Fit(Rows()).Dispose();
        Assert.Contains(_log, m => m.Contains("MaskedTokensAndNextSentence"));
    }

    [Fact]
    public void An_objective_that_the_family_does_not_learn_is_refused_by_name()
    {
        var options = TinyBert.Options();
        options.Model = TinyModels.Folder("gpt2");
        options.FurtherPretraining = Further();
        options.FurtherPretraining.Objective = PretrainingObjective.MaskedTokens;
        var message = Assert.Throws<NotSupportedException>(() => TinyBert.Trainer(_ml, options).Fit(Rows())).Message;
        Assert.Contains("gpt2 models do not learn the objective MaskedTokens", message);
        Assert.Contains("NextTokens", message);
    }

    private sealed class Note
    {
        public string Words { get; set; } = "";
    }

    private sealed class Listener(List<TrainingProgress> reports) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => reports.Add(value);
    }
}

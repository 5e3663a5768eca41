using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetTransfer.Modeling.Training;
using MLNetTransfer.Tests.Contract;
using MLNetTransfer.TestSupport;
using MLNetTransfer.TextClassification;

namespace MLNetTransfer.Tests.TextClassification;

/// <summary>What Fit does with gaps, cancellation, validation rows and models that are not what they should be.</summary>
public class FitTests
{
    private readonly MLContext _ml = TestContext.Create(1);
    private readonly List<string> _log = [];

    public FitTests() => _ml.Log += (_, e) => _log.Add(e.RawMessage);

    private IDataView Keyed(IEnumerable<ContractRow> rows)
    {
        var keys = _ml.Transforms.Conversion.MapValueToKey("Label", "Category").Fit(_ml.Data.LoadFromEnumerable(ContractRow.Some()));
        return keys.Transform(_ml.Data.LoadFromEnumerable(rows));
    }

    private static IEnumerable<ContractRow> WithGaps() => ContractRow.Some().Select((r, i) =>
    {
        if (i % 10 == 0) r.Category = "no such class";
        return r;
    });

    [Fact]
    public void Rows_without_a_label_are_skipped_and_counted()
    {
        TinyBert.Trainer(_ml).Fit(Keyed(WithGaps())).Dispose();
        Assert.Contains(_log, m => m.Contains("6 of 60 training rows have no label in column 'Label'"));
        Assert.Contains(_log, m => m.Contains("Training on 54 rows"));
    }

    [Fact]
    public void Rows_without_a_label_are_refused_on_request()
    {
        var options = TinyBert.Options();
        options.MissingLabels = MissingLabels.Throw;
        var e = Assert.Throws<InvalidOperationException>(() => TinyBert.Trainer(_ml, options).Fit(Keyed(WithGaps())));
        Assert.Contains("6 of 60 training rows have no label in column 'Label'", e.Message);
        Assert.Contains("MissingLabels", e.Message);
    }

    [Fact]
    public void No_rows_are_refused()
    {
        Assert.Contains("No valid training instances", Assert.Throws<InvalidOperationException>(() => TinyBert.Trainer(_ml).Fit(Keyed([]))).Message);
        Assert.Contains("No valid training instances", Assert.Throws<InvalidOperationException>(() => TinyBert.Trainer(_ml).Fit(Keyed(ContractRow.Some().Select(r => { r.Category = ""; return r; })))).Message);
    }

    [Fact]
    public void Progress_arrives_and_is_logged()
    {
        var reports = new List<TrainingProgress>();
        var options = TinyBert.Options(epochs: 3);
        options.ValidationFraction = 0.25;
        options.Progress = new Immediate<TrainingProgress>(reports.Add);
        TinyBert.Trainer(_ml, options).Fit(Keyed(ContractRow.Some())).Dispose();
        Assert.Equal(3, reports.Count(r => r.Metrics is not null));
        Assert.Equal((3, 3), (reports[^1].Epoch, reports[^1].Epochs));
        Assert.Equal(TimeSpan.Zero, reports[^1].Remaining);
        Assert.Contains(_log, m => m.Contains("Training on 45 rows"));
        Assert.Contains(_log, m => m.Contains("Epoch 3/3") && m.Contains("loss") && m.Contains("Accuracy") && m.Contains("rows/s") && m.Contains("left"));
    }

    [Fact]
    public void Cancelled_it_returns_the_best_model_so_far()
    {
        using var cancel = new CancellationTokenSource();
        var options = TinyBert.Options(epochs: 1000);
        options.ValidationFraction = 0.25;
        options.CancellationToken = cancel.Token;
        options.Progress = new Immediate<TrainingProgress>(p => { if (p.Epoch == 3) cancel.Cancel(); });
        using var model = TinyBert.Trainer(_ml, options).Fit(Keyed(ContractRow.Some()));
        Assert.Equal(60, model.Transform(Keyed(ContractRow.Some())).GetColumn<float[]>("Score").Count());
        Assert.Contains(_log, m => m.Contains("Cancelled after") && m.Contains("the model has the weights of step"));
    }

    [Fact]
    public void Cancelled_before_it_began_it_throws()
    {
        var options = TinyBert.Options();
        options.CancellationToken = new CancellationToken(canceled: true);
        Assert.Throws<OperationCanceledException>(() => TinyBert.Trainer(_ml, options).Fit(Keyed(ContractRow.Some())));
    }

    [Fact]
    public void A_validation_set_must_have_the_same_labels()
    {
        var options = TinyBert.Options();
        var other = _ml.Data.LoadFromEnumerable(ContractRow.Some().Where(r => r.Category != "bank"));
        options.ValidationSet = _ml.Transforms.Conversion.MapValueToKey("Label", "Category").Fit(other).Transform(other);
        Assert.Contains("ValidationSet", Assert.Throws<ArgumentException>(() => TinyBert.Trainer(_ml, options).Fit(Keyed(ContractRow.Some()))).Message);

        options.ValidationSet = Keyed(ContractRow.Some().Take(20));
        TinyBert.Trainer(_ml, options).Fit(Keyed(ContractRow.Some())).Dispose();
        Assert.Contains(_log, m => m.Contains("Accuracy"));
    }

    [Fact]
    public void A_folder_without_weights_is_refused_unless_asked_for()
    {
        using var folder = new TempFolder();
        foreach (var name in new[] { "config.json", "vocab.txt", "tokenizer_config.json" }) File.Copy(Path.Combine(TinyBert.Folder, name), folder[name]);
        var options = TinyBert.Options();
        options.Model = folder.Path;
        Assert.Contains("RandomWeights", Assert.Throws<FileNotFoundException>(() => TinyBert.Trainer(_ml, options).Fit(Keyed(ContractRow.Some()))).Message);

        options.RandomWeights = true;
        TinyBert.Trainer(_ml, options).Fit(Keyed(ContractRow.Some())).Dispose();
        Assert.Contains(_log, m => m.Contains("random weights"));
    }

    [Fact]
    public void Rows_longer_than_the_model_reads_are_refused()
    {
        var options = TinyBert.Options();
        options.Truncation.MaxTokens = 25;
        var e = Assert.Throws<ArgumentException>(() => TinyBert.Trainer(_ml, options).Fit(Keyed(ContractRow.Some())));
        Assert.Contains("Truncation.MaxTokens is 25", e.Message);
        Assert.Contains("reads 24 tokens at most", e.Message);
    }

    [Fact]
    public void A_tokenizer_of_another_model_is_refused()
    {
        using var folder = new TempFolder();
        foreach (var file in Directory.GetFiles(TinyBert.Folder)) File.Copy(file, folder[Path.GetFileName(file)]);
        File.AppendAllText(folder["vocab.txt"], "onemore\n");
        var options = TinyBert.Options();
        options.Model = folder.Path;
        Assert.Contains("121 tokens", Assert.Throws<InvalidDataException>(() => TinyBert.Trainer(_ml, options).Fit(Keyed(ContractRow.Some()))).Message);
    }

    [Fact]
    public void Class_weights_move_the_decision()
    {
        float Mean(ClassWeights weights)
        {
            var options = TinyBert.Options(epochs: 3);
            options.ClassWeights = weights;
            using var model = TinyBert.Trainer(_ml, options).Fit(Keyed(ContractRow.Some()));
            return model.Transform(Keyed(ContractRow.Some())).GetColumn<float[]>("Score").Average(s => s[1]);
        }

        Assert.True(Mean(ClassWeights.Of(new Dictionary<string, double> { ["film"] = 20 })) > Mean(ClassWeights.None) + 0.1f);
        var e = Assert.Throws<ArgumentException>(() => Mean(ClassWeights.Of(new Dictionary<string, double> { ["films"] = 2 })));
        Assert.Contains("'films'", e.Message);
        Assert.Contains("'film'", e.Message);
    }

    [Fact]
    public void A_gpu_that_is_not_there_is_refused_or_replaced()
    {
        var missing = TorchSharp.torch.cuda.is_available() ? TorchSharp.torch.cuda.device_count() : 0;
        var ml = new MLContext(1) { GpuDeviceId = missing, FallbackToCpu = false };
        var e = Assert.Throws<InvalidOperationException>(() => TinyBert.Trainer(ml).Fit(Keyed(ContractRow.Some())));
        Assert.Contains($"MLContext.GpuDeviceId is {missing}", e.Message);

        ml = new MLContext(1) { GpuDeviceId = missing, FallbackToCpu = true };
        ml.Log += (_, l) => _log.Add(l.RawMessage);
        TinyBert.Trainer(ml).Fit(Keyed(ContractRow.Some())).Dispose();
        Assert.Contains(_log, m => m.Contains("the CPU is used instead"));
    }

    private sealed class Immediate<T>(Action<T> report) : IProgress<T>
    {
        public void Report(T value) => report(value);
    }
}

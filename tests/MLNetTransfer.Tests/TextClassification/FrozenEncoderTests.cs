using System.Text.Json.Nodes;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetTransfer.Modeling.Checkpoints;
using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Tests.Contract;
using MLNetTransfer.TestSupport;
using MLNetTransfer.TextClassification;
using TorchSharp;

namespace MLNetTransfer.Tests.TextClassification;

/// <summary>Fit with an encoder that is not trained, and heads of other shapes than the family's.</summary>
public sealed class FrozenEncoderTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly MLContext _ml = TestContext.Create(1);
    private readonly List<string> _log = [];
    private readonly IDataView _data;

    public FrozenEncoderTests()
    {
        _ml.Log += (_, e) => _log.Add(e.RawMessage);
        var rows = _ml.Data.LoadFromEnumerable(ContractRow.Some());
        _data = _ml.Transforms.Conversion.MapValueToKey("Label", "Category").Fit(rows).Transform(rows);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Contract() => EstimatorContract.Verify(ml => TinyBert.Trainer(ml, Options()), texts: ["Text"], target: "Label", ["PredictedLabel", "Score"]);

    [Fact]
    public void Contract_of_pairs_and_an_inner_layer()
    {
        var options = Options();
        options.SecondTextColumnName = "SecondText";
        (options.HeadPooling, options.HeadHiddenSizes, options.HeadDropout) = (TokenPooling.Max, [12], 0.2);
        EstimatorContract.Verify(ml => TinyBert.Trainer(ml, options), texts: ["Text", "SecondText"], target: "Label", ["PredictedLabel", "Score"]);
    }

    [Theory]
    [InlineData("awd-lstm")]
    [InlineData("roberta")]
    [InlineData("gpt2")]
    [InlineData("t5")]
    public void Other_families_freeze_too_and_carry_any_head(string family)
    {
        var options = Options();
        options.Model = TinyModels.Folder(family);
        Assert.Equal(60, Scores(options).Length);
        options.HeadHiddenSizes = [8];
        Assert.Equal(60, Scores(options).Length);
    }

    [Fact]
    public void The_encoder_stays_as_it_is_and_the_head_learns()
    {
        var options = Options();
        options.Training.Epochs = 60;
        options.Training.LearningRate = 0.02;
        options.HeadPooling = TokenPooling.Mean;
        options.ValidationSet = _data;
        using var model = TinyBert.Trainer(_ml, options).Fit(_data);
        model.SaveCheckpoint(_folder["checkpoint"]);
        using var before = SafetensorsFile.Open(Path.Combine(TinyBert.Folder, "model.safetensors"));
        using var after = SafetensorsFile.Open(Path.Combine(_folder["checkpoint"], "model.safetensors"));
        var compared = 0;
        foreach (var name in before.Tensors.Keys.Where(n => after.Tensors.ContainsKey($"bert.{n}")))
        {
            using torch.Tensor was = before.Read(name), now = after.Read($"bert.{name}");
            Assert.True(was.eq(now).all().item<bool>(), name);
            compared++;
        }
        Assert.True(compared > 20);
        var metrics = _ml.MulticlassClassification.Evaluate(model.Transform(_data));
        Assert.True(metrics.MicroAccuracy > 0.9, $"{metrics.MicroAccuracy}");
    }

    [Fact]
    public void The_next_Fit_reads_what_the_first_has_kept_whatever_head_it_trains()
    {
        var options = Options();
        options.HeadPooling = TokenPooling.Mean;
        var first = Scores(options);
        var texts = ContractRow.Some().Select(r => r.Text).Distinct().Count();
        Assert.Contains(_log, m => m.Contains($"read {texts} of 60 rows"));
        _log.Clear();
        Assert.Equal(first, Scores(options));
        Assert.Contains(_log, m => m.Contains("read 0 of 60 rows"));
        _log.Clear();
        options.HeadHiddenSizes = [8];
        Scores(options);
        Assert.Contains(_log, m => m.Contains("read 0 of 60 rows"));
        _log.Clear();
        options.HeadPooling = TokenPooling.Max;
        Scores(options);
        Assert.Contains(_log, m => m.Contains($"read {texts} of 60 rows"));
        _log.Clear();
        options.Cache = null;
        Scores(options);
        Assert.Contains(_log, m => m.Contains("read 60 of 60 rows"));
    }

    [Fact]
    public void A_saved_model_has_the_heads_shape()
    {
        var options = Options();
        (options.HeadPooling, options.HeadHiddenSizes) = (TokenPooling.WeightedMean, [7, 5]);
        using var model = TinyBert.Trainer(_ml, options).Fit(_data);
        var expected = Scores(model);
        _ml.Model.Save(model, _data.Schema, _folder["model.zip"]);
        using (var loaded = (IDisposable)_ml.Model.Load(_folder["model.zip"], out _)) Assert.Equal(expected, Scores((ITransformer)loaded));

        // The next trainer decides anew.
        model.SaveCheckpoint(_folder["checkpoint"]);
        var config = JsonNode.Parse(File.ReadAllText(Path.Combine(_folder["checkpoint"], "config.json")))!;
        Assert.Equal("""{"hidden_sizes":[7,5],"pooling":"WeightedMean"}""", config["text_head"]!.ToJsonString());
        options = TinyBert.Options();
        options.Model = _folder["checkpoint"];
        using var next = TinyBert.Trainer(_ml, options).Fit(_data);
        next.SaveCheckpoint(_folder["next"]);
        Assert.Null(JsonNode.Parse(File.ReadAllText(Path.Combine(_folder["next"], "config.json")))!["text_head"]);
    }

    [Fact]
    public void A_pooler_that_is_not_there_is_refused()
    {
        var options = Options();
        options.Model = TinyModels.Folder("gpt2");
        options.HeadPooling = TokenPooling.Pooler;
        Assert.Contains("Use FirstToken or Mean", Assert.Throws<ArgumentException>(() => TinyBert.Trainer(_ml, options).Fit(_data)).Message);
    }

    private TransformerTextClassificationTrainer.Options Options()
    {
        var options = TinyBert.Options();
        options.FreezeEncoder = true;
        options.Cache = new() { Folder = _folder["cache"] };
        return options;
    }

    private float[][] Scores(TransformerTextClassificationTrainer.Options options)
    {
        using var model = TinyBert.Trainer(_ml, options).Fit(_data);
        return Scores(model);
    }

    private float[][] Scores(ITransformer model) => [.. model.Transform(_data).GetColumn<float[]>("Score")];
}

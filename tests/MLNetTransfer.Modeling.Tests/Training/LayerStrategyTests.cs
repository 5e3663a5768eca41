using System.Text.Json;
using MLNetTransfer.Modeling.Families;
using MLNetTransfer.Modeling.Tests.Families;
using MLNetTransfer.Modeling.Training;
using MLNetTransfer.TestSupport;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Tests.Training;

public sealed class LayerStrategyTests
{
    private const double Curve = 1e-3, Weights = 1e-3, KeyBiases = 4e-3;

    [Theory]
    [InlineData("layer-decay", 1)]
    [InlineData("discriminative", 1)]
    [InlineData("gradual-unfreezing", 2)]
    [InlineData("frozen", 1)]
    public void Training_follows_the_golden_curve(string name, int stepsPerEpoch)
    {
        using var scope = NewDisposeScope();
        JsonElement golden = Golden.Json("strategies/" + name);
        using var task = new GoldenBatchTask("strategies/" + name, stepsPerEpoch);
        new TrainingLoop().Run(task, Options(golden.GetProperty("settings"), stepsPerEpoch));

        double[] expected = [.. golden.GetProperty("curve").EnumerateArray().Select(s => s.GetProperty("loss").GetDouble())];
        Assert.Equal(expected.Length, task.Losses.Count);
        Assert.All(expected.Zip(task.Losses), l => Assert.Equal(l.First, l.Second, Curve * TestDevice.Slack));
        Dictionary<string, Tensor> tensors = Golden.Tensors("strategies/" + name);
        foreach (var (parameter, values) in task.Model.named_parameters())
        {
            string stored = task.Names.ToCheckpoint(parameter);
            Assert.True(values.requires_grad);
            Compare.Close(stored, tensors["trained." + stored], values, GoldenCase.IsKeyBias(stored) ? KeyBiases : Weights);
        }
    }

    [Theory]
    [InlineData("layer-decay")]
    [InlineData("discriminative")]
    [InlineData("gradual-unfreezing")]
    [InlineData("frozen")]
    public void Every_parameter_has_the_golden_rate(string name)
    {
        JsonElement golden = Golden.Json("strategies/" + name);
        using var task = new GoldenBatchTask("strategies/" + name, 1);
        TrainingOptions options = Options(golden.GetProperty("settings"), 1);
        using var layers = new LayerSchedule(task.Model, options, new TrainingPlan(task.RowLengths, options, task.BatchesOf));
        var rates = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach (var (parameter, values) in task.Model.named_parameters())
            if (values.requires_grad) rates[task.Names.ToCheckpoint(parameter)] = options.LearningRate * layers.RateFactorOf(layers.DepthOf(values));

        var expected = golden.GetProperty("rates").EnumerateObject().OrderBy(r => r.Name, StringComparer.Ordinal).ToList();
        Assert.Equal(expected.Select(r => r.Name), rates.Keys);
        Assert.All(expected.Zip(rates.Values), r => Assert.Equal(r.First.Value.GetDouble(), r.Second, 1e-12));
    }

    [Fact]
    public void Four_layers_have_the_golden_rates()
    {
        JsonElement golden = Golden.Json("optim/layer-rates");
        var config = new GoldenCase("bert/sequence-classification").Config;
        config["num_hidden_layers"] = 4;
        IFamily family = FamilyRegistry.Find(config);
        using var model = family.CreateModel(family.ReadConfig(config), new(Heads.HeadKind.SequenceClassification, 3));
        var options = new TrainingOptions { LayerRateDecay = golden.GetProperty("settings").GetProperty("decay").GetDouble(), LearningRate = golden.GetProperty("settings").GetProperty("lr").GetDouble() };
        using var layers = new LayerSchedule(model, options, new TrainingPlan([1], options));
        foreach (var (name, parameter) in model.named_parameters())
            Assert.Equal(golden.GetProperty("rates").GetProperty(family.NamesOf(family.ReadConfig(config)).ToCheckpoint(name)).GetDouble(), options.LearningRate * layers.RateFactorOf(layers.DepthOf(parameter)), 1e-12);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    public void A_run_that_unfreezes_goes_on_as_if_it_had_not_been_ended(int endAfter)
    {
        JsonElement settings = Golden.Json("strategies/gradual-unfreezing").GetProperty("settings");
        using var whole = new GoldenBatchTask("strategies/gradual-unfreezing", 2);
        new TrainingLoop().Run(whole, Options(settings, 2));

        using var folder = new TempFolder();
        TrainingOptions options = Options(settings, 2);
        options.CheckpointFolder = folder.Path;
        using var stop = new CancellationTokenSource();
        using (var first = new GoldenBatchTask("strategies/gradual-unfreezing", 2) { BeforeBatch = b => { if (b == endAfter) stop.Cancel(); } })
            Assert.Equal(TrainingEnd.Cancelled, new TrainingLoop().Run(first, options, cancellation: stop.Token).End);
        using var second = new GoldenBatchTask("strategies/gradual-unfreezing", 2);
        new TrainingLoop().Run(second, options);
        Assert.Equal(whole.Losses[endAfter..], second.Losses);
        Assert.Equal(whole.Weights(), second.Weights());
    }

    [Fact]
    public void Only_what_trains_has_gradients()
    {
        using var task = new GoldenBatchTask("strategies/gradual-unfreezing", 2);
        new TrainingLoop().Run(task, Options(Golden.Json("strategies/gradual-unfreezing").GetProperty("settings"), 2));
        Assert.Equal(["bert.pooler.dense.bias", "bert.pooler.dense.weight", "classifier.bias", "classifier.weight"], task.Trained[1].Order(StringComparer.Ordinal));
        Assert.All(task.Trained[2].Except(task.Trained[1]), n => Assert.StartsWith("bert.encoder.layer.1.", n, StringComparison.Ordinal));
        Assert.All(task.Trained[6].Except(task.Trained[5]), n => Assert.StartsWith("bert.embeddings.", n, StringComparison.Ordinal));
        Assert.Equal(task.Model.parameters().Count(), task.Trained[6].Count);
    }

    [Fact]
    public void Reset_layers_begin_anew_and_the_others_do_not()
    {
        using var task = new GoldenBatchTask("strategies/frozen", 1);
        var before = task.Model.named_parameters().ToDictionary(p => p.Item1, p => Compare.Values(p.Item2));
        LayerReset.Apply(task.Model, new TrainingOptions { ResetLayers = 1 });
        foreach (var (name, parameter) in task.Model.named_parameters())
        {
            bool isReset = name.StartsWith("encoder.layers.1.", StringComparison.Ordinal) || name.StartsWith("encoder.pooler.", StringComparison.Ordinal);
            Assert.Equal(isReset, !before[name].SequenceEqual(Compare.Values(parameter)));
        }

        Assert.Contains("has 2 layers", Assert.Throws<ArgumentException>(() => LayerReset.Apply(task.Model, new TrainingOptions { ResetLayers = 3 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void More_depths_than_the_model_has_are_refused()
    {
        using var task = new GoldenBatchTask("strategies/frozen", 1);
        TrainingOptions options = Options(Golden.Json("strategies/frozen").GetProperty("settings"), 1);
        options.FrozenDepths = 4;
        Assert.Contains("has 3: the embeddings and 2 layers", Assert.Throws<ArgumentException>(() => new TrainingLoop().Run(task, options)).Message, StringComparison.Ordinal);
    }

    private static TrainingOptions Options(JsonElement settings, int stepsPerEpoch)
    {
        double Number(string name, double otherwise) => settings.TryGetProperty(name, out JsonElement value) ? value.GetDouble() : otherwise;
        return new TrainingOptions
        {
            Epochs = settings.GetProperty("steps").GetInt32() / stepsPerEpoch,
            LearningRate = Number("lr", 0),
            Schedule = LearningRateSchedule.Constant,
            WarmupRatio = 0,
            WeightDecay = Number("weight_decay", 0),
            GradientClipping = Number("clip", 0),
            Precision = TrainingPrecision.Float32,
            LayerRateDecay = Number("layer_decay", 1),
            DiscriminativeRatio = Number("discriminative", 1),
            GradualUnfreezing = settings.TryGetProperty("unfreeze_every", out _),
            FrozenDepths = settings.TryGetProperty("frozen", out JsonElement frozen) ? frozen.GetArrayLength() : 0,
        };
    }
}

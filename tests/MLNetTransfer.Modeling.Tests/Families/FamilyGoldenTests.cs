using System.Text.Json.Nodes;
using MLNetTransfer.Modeling.Checkpoints;
using MLNetTransfer.Modeling.Families;
using MLNetTransfer.Modeling.Layers;
using MLNetTransfer.Modeling.Training;
using MLNetTransfer.TestSupport;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Tests.Families;

/// <summary>Which golden cases a family answers for.</summary>
public interface IGoldenFamily
{
    /// <summary>Folders under Goldens, each with a folder a case.</summary>
    static abstract string[] Folders { get; }

    /// <summary>Those among them in which the encoder stands alone.</summary>
    static virtual string[] EncodersOf(string[] folders) => [.. folders.Select(f => f + "/base")];
}

/// <summary>
/// What every family of encoders is held to, case by case: hidden states, outputs, losses, gradients, training curves, and that it saves what it loaded.
/// A family derives a class that names its folders.
/// </summary>
public abstract class FamilyGoldenTests<TFamily> where TFamily : IGoldenFamily
{
    private const double Losses = 1e-5, Gradients = 1e-4, Noise = 1e-6, Curve = 1e-3, Weights = 1e-3, KeyBiases = 4e-3;

    public static TheoryData<string> ForwardCases => GoldenCase.NamesIn(TFamily.Folders, kind: "forward");

    public static TheoryData<string> TrainingCases => GoldenCase.NamesIn(TFamily.Folders, kind: "train");

    public static TheoryData<string> BareCases => [.. TFamily.EncodersOf(TFamily.Folders)];

    public static TheoryData<string> AllCases => GoldenCase.NamesIn(TFamily.Folders, kind: null);

    [Theory]
    [MemberData(nameof(BareCases))]
    public void An_encoder_that_stops_early_gives_the_same_states(string name)
    {
        using var scope = torch.NewDisposeScope();
        using var none = torch.no_grad();
        var golden = new GoldenCase(name);
        using var encoder = golden.BareEncoder();
        using var batch = golden.Batch();
        encoder.eval();
        var all = encoder.Encode(batch, EncoderOutputs.HiddenStates).HiddenStates!;
        for (var layer = 0; layer <= encoder.Config.LayerCount; layer++)
        {
            var states = encoder.EncodeUpTo(batch, layer);
            for (var i = 0; i <= layer; i++) Compare.Close($"state {i} of {layer}", all[i], states[i], 0);
        }
    }

    [Theory]
    [MemberData(nameof(ForwardCases))]
    public void A_case_gives_the_references_figures(string name)
    {
        using var scope = torch.NewDisposeScope();
        var golden = new GoldenCase(name);
        using var network = golden.Network();

        var (outputs, loss) = golden.Run(network);
        foreach (var (key, expected) in golden.Tensors.Where(t => !t.Key.StartsWith("input.", StringComparison.Ordinal) && !t.Key.StartsWith("label.", StringComparison.Ordinal) && !t.Key.StartsWith("grad.", StringComparison.Ordinal)))
        {
            Assert.True(outputs.ContainsKey(key), $"{name}: no output '{key}'");
            var tokens = expected.dim() >= 2 && expected.shape[1] == golden.Input("attention_mask").shape[1];
            if (tokens) Compare.CloseTokens(key, expected, outputs[key], golden.Input("attention_mask"), golden.StateTolerance);
            else Compare.Close(key, expected, outputs[key], golden.StateTolerance);
        }

        Assert.Equal(golden.Loss is null, loss is null);
        if (loss is null) return;
        Assert.Equal(golden.Loss!.Value, loss.item<float>(), Losses * TestDevice.Slack);
        loss.backward();
        var gradients = network.named_parameters().ToDictionary(p => golden.Names.ToCheckpoint(p.name), p => p.parameter.grad);
        var expectedGradients = golden.Gradients();
        Assert.Equal(expectedGradients.Keys.Order(), gradients.Where(g => g.Value is not null).Select(g => g.Key).Order());
        foreach (var (key, gradient) in gradients)
        {
            var expected = expectedGradients[key];
            var allowed = Gradients * Compare.Largest(expected);
            Compare.Close("gradient of " + key, expected, gradient!, golden.GradientCancels(key) ? Math.Max(allowed, Noise) : allowed);
        }
    }

    /// <summary>With the product's optimiser: which parameters decay, loss and gradient norm of each step, the weights at the end.</summary>
    [Theory]
    [MemberData(nameof(TrainingCases), DisableDiscoveryEnumeration = true)]
    public void A_case_gives_the_references_curve(string name)
    {
        using var scope = torch.NewDisposeScope();
        var golden = new GoldenCase(name);
        using var model = golden.Model();
        model.train();

        var settings = golden.Figures["settings"]!;
        var options = new TrainingOptions { WeightDecay = (double)settings["weight_decay"]!, GradientClipping = (double)settings["clip"]! };
        Assert.Equal([(double)settings["betas"]![0]!, (double)settings["betas"]![1]!, (double)settings["eps"]!], new[] { options.Beta1, options.Beta2, options.Epsilon });
        using var parameters = new FlatParameters(model);
        using var optimizer = new AdamW(parameters, options);
        var decayed = parameters.Slots.Where(s => s.Offset < parameters.Groups.Where(g => g.Decays).Max(g => g.End)).Select(s => golden.Names.ToCheckpoint(s.Name));
        Assert.Equal(golden.Figures["decayed_parameters"]!.AsArray().Select(n => (string)n!), decayed.Order(StringComparer.Ordinal));

        var steps = golden.Figures["curve"]!.AsArray();
        for (var i = 0; i < steps.Count; i++)
        {
            using var stepScope = torch.NewDisposeScope();
            var rate = LearningRate.At(i, steps.Count, (int)settings["warmup_steps"]!, LearningRateSchedule.Linear, (double)settings["lr"]!);
            Assert.Equal((double)steps[i]!["lr"]!, rate, 1e-9);
            var loss = golden.Run(model).Loss!;
            Assert.Equal((double)steps[i]!["loss"]!, loss.item<float>(), Curve * TestDevice.Slack);
            loss.backward();
            var norm = optimizer.Step(rate, gradientScale: 1)!;
            Assert.Equal((double)steps[i]!["grad_norm"]!, norm.item<float>(), Curve * TestDevice.Slack);
        }
        foreach (var (parameterName, parameter) in model.named_parameters())
        {
            var stored = golden.Names.ToCheckpoint(parameterName);
            var expected = golden.Tensors["trained." + stored];
            if (!GoldenCase.HoldsKeyBiases(stored)) Compare.Close(stored, expected, parameter, GoldenCase.IsKeyBias(stored) ? KeyBiases : Weights);
            else
                foreach (var ((theirs, ours), i) in expected.chunk(3).Zip(parameter.chunk(3)).Select((pair, i) => (pair, i)))
                    Compare.Close(stored, theirs, ours, i == 1 ? KeyBiases : Weights);
        }
    }

    /// <summary>The folder written has the tensors of the one read, by name, shape, type and value, and the same config.json.</summary>
    [Theory]
    [MemberData(nameof(AllCases))]
    public void What_was_loaded_is_saved_as_it_was(string name)
    {
        using var scope = torch.NewDisposeScope();
        using var folder = new TempFolder();
        var golden = new GoldenCase(name);
        using var network = golden.Network();
        using var read = Checkpoint.Open(golden.Folder);
        var type = read.Tensors.Values.First().DataType;
        CheckpointWriter.Write(folder.Path, golden.Config, network, golden.Names, new() { DataType = type == ScalarType.Float32 ? null : type });

        using var written = Checkpoint.Open(folder.Path);
        // Where the type stored is not said, it is said now.
        if (!read.Config.ContainsKey("dtype") && !read.Config.ContainsKey("torch_dtype")) written.Config.Remove("torch_dtype");
        Assert.True(JsonNode.DeepEquals(read.Config, written.Config));
        Assert.Equal(read.Tensors.Keys.Select(golden.Canonical).Where(n => !golden.Names.IsIgnored(n)).Order(StringComparer.Ordinal), written.Tensors.Keys.Order(StringComparer.Ordinal));
        foreach (var stored in read.Tensors.Values.Where(t => !golden.Names.IsIgnored(t.Name)))
        {
            var again = written.Tensors[golden.Canonical(stored.Name)];
            Assert.Equal((stored.DataType, string.Join(',', stored.Shape)), (again.DataType, string.Join(',', again.Shape)));
            Compare.Close(stored.Name, read.Read(stored.Name), written.Read(again.Name), 0);
        }
    }

    /// <summary>The short cut through the last layer gives what the long way gives, forwards and backwards.</summary>
    [Theory]
    [MemberData(nameof(BareCases))]
    public void The_first_token_alone_is_as_among_all(string name)
    {
        using var scope = torch.NewDisposeScope();
        var golden = new GoldenCase(name);
        using var encoder = (Encoder)golden.Network();
        using var batch = golden.Batch();
        var pooled = encoder.HasPooler ? EncoderOutputs.Pooled : 0;

        var (first, gradients) = Run(EncoderOutputs.FirstToken | pooled);
        var (expected, expectedGradients) = Run(EncoderOutputs.FirstToken | pooled | EncoderOutputs.LastHiddenState);
        Compare.Close("first token", expected.FirstToken!, first.FirstToken!, 1e-6);
        Compare.Close("first of all", expected.LastHiddenState!.select(1, 0), first.FirstToken!, 1e-6);
        if (encoder.HasPooler) Compare.Close("pooled", expected.Pooled!, first.Pooled!, 1e-6);
        Assert.Null(first.LastHiddenState);
        foreach (var (key, gradient) in gradients)
            Compare.Close(key, expectedGradients[key], gradient, Math.Max(1e-6, 1e-5 * Compare.Largest(expectedGradients[key])));

        (EncoderOutput, Dictionary<string, Tensor>) Run(EncoderOutputs wanted)
        {
            encoder.zero_grad();
            var output = encoder.Encode(batch, wanted);
            var sum = output.FirstToken!.sin().sum();
            (output.Pooled is null ? sum : sum + output.Pooled.sum()).backward();
            return (output, encoder.named_parameters().Where(p => p.parameter.grad is not null).ToDictionary(p => p.name, p => p.parameter.grad!.clone()));
        }
    }

    [Theory]
    [MemberData(nameof(BareCases))]
    public void Every_head_has_names_of_its_own_that_lead_back(string name)
    {
        var golden = new GoldenCase(name);
        var config = golden.Family.ReadConfig(golden.Config);
        foreach (var kind in golden.Family.Heads)
        {
            var names = golden.Family.NamesOf(config, kind);
            using var model = golden.Family.CreateModel(config, new(kind));
            var ours = model.named_parameters().Select(p => p.name).ToList();
            var theirs = ours.Select(names.ToCheckpoint).ToList();
            Assert.Equal(theirs.Count, theirs.Distinct().Count());
            Assert.All(ours.Zip(theirs), n => Assert.Contains(n.First, names.AllFromCheckpoint(n.Second)));
            ParameterInitializer.Initialize(model, 0.02, null);
        }
    }

    [Theory]
    [MemberData(nameof(BareCases))]
    public void A_config_counts_the_parameters_of_its_encoder(string name)
    {
        var golden = new GoldenCase(name);
        var config = golden.Family.ReadConfig(golden.Config);
        using var encoder = golden.Family.CreateEncoder(config, pooler: false);
        Assert.Equal(encoder.parameters().Sum(p => p.numel()), config.ParameterCount);
    }

    [Theory]
    [MemberData(nameof(BareCases))]
    public void No_tensor_outlives_the_callers_scope(string name)
    {
        var golden = new GoldenCase(name);
        var config = golden.Family.ReadConfig(golden.Config);
        using var batch = golden.Batch();
        foreach (var kind in golden.Family.Heads)
            foreach (var training in new[] { false, true })
            {
                using var model = golden.Family.CreateModel(config, new(kind));
                ParameterInitializer.Initialize(model, 0.02, null);
                model.to(TestDevice.Current);
                model.train(training);
                using (torch.NewDisposeScope()) model.Forward(batch);

                var before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
                using (var scope = torch.NewDisposeScope())
                {
                    model.Forward(batch);
                    Assert.Equal(1, scope.DisposablesCount);
                }
                Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
            }
    }

    /// <summary>Mixed precision is judged by what it does for accuracy; here only that all layers take part and nothing breaks.</summary>
    [Theory]
    [MemberData(nameof(BareCases))]
    public void Bfloat16_gives_nearly_the_same_states(string name)
    {
        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        var golden = new GoldenCase(name);
        using var encoder = (Encoder)golden.Network();
        using var batch = golden.Batch();
        using (ComputeType.Use(ScalarType.BFloat16))
        {
            var states = encoder.Encode(batch).LastHiddenState!;
            Assert.Equal(ScalarType.Float32, states.dtype);
            Compare.CloseTokens("last_hidden_state", golden.Tensors["last_hidden_state"], states, golden.Input("attention_mask"), 0.2);
        }
    }
}

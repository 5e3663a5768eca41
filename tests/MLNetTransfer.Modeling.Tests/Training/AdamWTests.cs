using System.Text.Json;
using MLNetTransfer.Modeling.Tests.Families;
using MLNetTransfer.Modeling.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Tests.Training;

public sealed class AdamWTests
{
    private static readonly string[] _names = ["matrix", "vector", "cube"];

    [Theory]
    [InlineData("AdamW")]
    [InlineData("AdamW-decay")]
    [InlineData("AdamW-betas")]
    public void Every_step_gives_the_golden_parameters(string name)
    {
        using var scope = NewDisposeScope();
        JsonElement settings = Golden.Json("optim/optimizers").GetProperty("settings").GetProperty(name);
        Dictionary<string, Tensor> golden = Golden.Tensors("optim/optimizers");
        var options = new TrainingOptions { WeightDecay = settings.GetProperty("weight_decay").GetDouble(), GradientClipping = 0 };
        if (settings.TryGetProperty("betas", out JsonElement betas))
            (options.Beta1, options.Beta2, options.Epsilon) = (betas[0].GetDouble(), betas[1].GetDouble(), settings.GetProperty("eps").GetDouble());

        using var model = new Bag(_names.Select(n => (n, golden["input.parameter." + n])));
        using var parameters = new FlatParameters(model);
        using var optimizer = new AdamW(parameters, options);
        for (int step = 0; step < 20; step++)
        {
            foreach (string n in _names)
            {
                using Tensor gradient = model.get_parameter(n)!.grad!;
                gradient.copy_(golden["input.gradients." + n][step]);
            }

            optimizer.Step(settings.GetProperty("lr").GetDouble(), 1);
            foreach (string n in _names) Compare.Close($"{n} after step {step + 1}", golden[$"{name}.{n}"][step], model.get_parameter(n)!, 1e-6);
        }
    }

    [Fact]
    public void Clipping_scales_the_whole_gradient_to_the_limit()
    {
        using var scope = NewDisposeScope();
        using var model = new Bag([("a", zeros(3)), ("b", zeros(2, 2))]);
        using var parameters = new FlatParameters(model);
        using var optimizer = new AdamW(parameters, new TrainingOptions { GradientClipping = 1 });
        Tensor given = tensor(new float[] { 3, 0, 0, 0, 8, 0, 0 });
        model.get_parameter("a")!.grad!.copy_(given.narrow(0, 0, 3));
        model.get_parameter("b")!.grad!.copy_(given.narrow(0, 3, 4).view(2, 2));

        // Scaled by a half the gradient's norm is 5 times sqrt(0.73); the first step's mean is a tenth of the clipped gradient.
        double norm = Math.Sqrt(9 + 64) / 2;
        Assert.Equal(norm, optimizer.Step(0.1, 0.5)!.cpu().item<float>(), 1e-5);
        Assert.Equal(0.1, optimizer.Mean.norm(2f).cpu().item<float>(), 1e-6);
        Assert.Equal(0, parameters.Gradients.norm(2f).cpu().item<float>());
    }

    [Fact]
    public void Biases_and_norms_do_not_decay_and_frozen_parameters_stay()
    {
        using var scope = NewDisposeScope();
        using var task = new ToyTask();
        task.Network.First.get_parameter("weight")!.requires_grad = false;
        Dictionary<string, float[]> before = Snapshot(task.Network);
        using (var parameters = new FlatParameters(task.Network))
        using (var optimizer = new AdamW(parameters, new TrainingOptions { WeightDecay = 0.5 }))
        {
            Assert.Equal(["second.weight", "first.bias", "norm.weight", "norm.bias", "second.bias"], parameters.Slots.Select(s => s.Name));
            optimizer.Step(0.1, 1); // gradients are 0: decay alone moves anything
        }

        foreach ((string name, float[] values) in Snapshot(task.Network))
        {
            float factor = name == "second.weight" ? 0.95f : 1;
            Assert.All(values.Zip(before[name]), v => Assert.Equal(v.Second * factor, v.First, 1e-6f));
        }
    }

    [Fact]
    public void Decay_falls_on_the_parameters_that_the_reference_decays()
    {
        using var scope = NewDisposeScope();
        var golden = new GoldenCase("bert/train");
        using nn.Module model = golden.Model();
        IReadOnlySet<TorchSharp.Modules.Parameter> decayed = WeightDecay.DecayedParameters(model);
        var names = new List<string>();
        foreach ((string name, TorchSharp.Modules.Parameter parameter) in model.named_parameters())
        {
            if (decayed.Contains(parameter)) names.Add(golden.Names.ToCheckpoint(name));
        }

        Assert.Equal(golden.Figures["decayed_parameters"]!.AsArray().Select(n => (string)n!).Order(StringComparer.Ordinal), names.Order(StringComparer.Ordinal));
    }

    private static Dictionary<string, float[]> Snapshot(nn.Module model)
    {
        var values = new Dictionary<string, float[]>();
        foreach ((string name, TorchSharp.Modules.Parameter parameter) in model.named_parameters()) values[name] = Compare.Values(parameter);

        return values;
    }

    private sealed class Bag : nn.Module
    {
        public Bag(IEnumerable<(string Name, Tensor Values)> parameters) : base(nameof(Bag))
        {
            foreach ((string name, Tensor values) in parameters) register_parameter(name, new TorchSharp.Modules.Parameter(values.clone()));

            this.to(TestDevice.Current);
        }
    }
}

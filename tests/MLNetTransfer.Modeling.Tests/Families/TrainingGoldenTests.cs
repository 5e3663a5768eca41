using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Training;
using TorchSharp;

namespace MLNetTransfer.Modeling.Tests.Families;

/// <summary>Every training case, with the product's optimiser: which parameters decay, loss and gradient norm of each step, the weights at the end.</summary>
public class TrainingGoldenTests
{
    private const double Curve = 1e-3, Weights = 1e-3, KeyBiases = 4e-3;

    [Theory]
    [InlineData("bert/train")]
    public void A_case_gives_the_references_curve(string name)
    {
        using var scope = torch.NewDisposeScope();
        var golden = new GoldenCase(name);
        using var model = (SequenceClassificationModel)golden.Model();
        using var batch = golden.Batch();
        model.train();

        var settings = golden.Figures["settings"]!;
        var options = new TrainingOptions { WeightDecay = (double)settings["weight_decay"]!, GradientClipping = (double)settings["clip"]! };
        Assert.Equal([(double)settings["betas"]![0]!, (double)settings["betas"]![1]!, (double)settings["eps"]!], new[] { options.Beta1, options.Beta2, options.Epsilon });
        using var parameters = new FlatParameters(model);
        using var optimizer = new AdamW(parameters, options);
        var decayed = parameters.Slots.Where(s => s.Offset < parameters.DecayedCount).Select(s => golden.Family.Names.ToCheckpoint(s.Name));
        Assert.Equal(golden.Figures["decayed_parameters"]!.AsArray().Select(n => (string)n!), decayed.Order(StringComparer.Ordinal));

        var steps = golden.Figures["curve"]!.AsArray();
        for (var i = 0; i < steps.Count; i++)
        {
            using var stepScope = torch.NewDisposeScope();
            var rate = LearningRate.At(i, steps.Count, (int)settings["warmup_steps"]!, LearningRateSchedule.Linear, (double)settings["lr"]!);
            Assert.Equal((double)steps[i]!["lr"]!, rate, 1e-9);
            var loss = model.Loss(model.Forward(batch), golden.Label("labels"));
            Assert.Equal((double)steps[i]!["loss"]!, loss.item<float>(), Curve * TestDevice.Slack);
            loss.backward();
            var norm = optimizer.Step(rate, gradientScale: 1)!;
            Assert.Equal((double)steps[i]!["grad_norm"]!, norm.item<float>(), Curve * TestDevice.Slack);
        }
        foreach (var (parameterName, parameter) in model.named_parameters())
        {
            var stored = golden.Family.Names.ToCheckpoint(parameterName);
            Compare.Close(stored, golden.Tensors["trained." + stored], parameter, stored.EndsWith(".key.bias", StringComparison.Ordinal) ? KeyBiases : Weights);
        }
    }
}

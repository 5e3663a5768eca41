using System.Text.Json.Nodes;
using MLNetTransfer.Modeling.Checkpoints;
using MLNetTransfer.Modeling.Tests.Families;
using MLNetTransfer.Modeling.Training;
using MLNetTransfer.TestSupport;
using TorchSharp;

namespace MLNetTransfer.Modeling.Tests.Adapters;

/// <summary>PEFT's adapters on BERT, and on GPT-2, whose weights lie with the input first.</summary>
public class LoraGoldenTests
{
    private const double States = 1e-5, Losses = 1e-5, Gradients = 1e-4, Curve = 1e-3, Weights = 1e-3;

    [Theory]
    [InlineData("bert")]
    [InlineData("gpt2")]
    public void An_adapter_gives_PEFTs_figures(string name)
    {
        using var scope = torch.NewDisposeScope();
        using var golden = new LoraCase(name);
        using var batch = golden.Batch();
        var plain = golden.Model.Forward(batch).detach();
        var adapter = golden.Load();

        var logits = golden.Model.Forward(batch);
        Compare.Close("logits", golden.Tensors["logits"], logits, States);
        var loss = golden.Model.Loss(logits, golden.Labels);
        Assert.Equal((double)golden.Figures["loss"]!, loss.item<float>(), Losses * TestDevice.Slack);
        loss.backward();
        var gradients = golden.Model.named_parameters().Where(p => p.parameter.grad is not null).ToDictionary(p => golden.NameInPeft(p.name), p => p.parameter.grad!);
        Assert.Equal(golden.Names("grad."), gradients.Keys.Order());
        foreach (var (key, gradient) in gradients)
        {
            var expected = golden.Tensors["grad." + key];
            Compare.Close("gradient of " + key, expected, gradient, Gradients * Compare.Largest(expected));
        }

        using var noGradient = torch.no_grad();
        adapter.Merge();
        Assert.True(adapter.IsMerged);
        Compare.Close("merged", golden.Tensors["merged_logits"], golden.Model.Forward(batch), States);
        adapter.Unmerge();
        Compare.Close("unmerged", golden.Tensors["logits"], golden.Model.Forward(batch), States);
        adapter.MergeAndRemove();
        Compare.Close("merged for good", golden.Tensors["merged_logits"], golden.Model.Forward(batch), States);
        Assert.All(golden.Model.named_parameters(), p => Assert.True(p.parameter.requires_grad && !p.name.Contains("lora", StringComparison.Ordinal)));
        Assert.NotEqual(Compare.Values(plain), Compare.Values(golden.Model.Forward(batch)));
    }

    [Theory]
    [InlineData("bert")]
    [InlineData("gpt2")]
    public void An_adapter_is_trained_as_PEFT_trains_it(string name)
    {
        using var scope = torch.NewDisposeScope();
        using var golden = new LoraCase(name);
        using var batch = golden.Batch();
        golden.Load();
        golden.Model.train();
        var settings = golden.Figures["settings"]!;
        var options = new TrainingOptions { WeightDecay = (double)settings["weight_decay"]!, GradientClipping = (double)settings["clip"]! };
        using var parameters = new FlatParameters(golden.Model);
        using var optimizer = new AdamW(parameters, options);
        var steps = golden.Figures["curve"]!.AsArray();
        for (var i = 0; i < steps.Count; i++)
        {
            using var stepScope = torch.NewDisposeScope();
            var rate = LearningRate.At(i, steps.Count, (int)settings["warmup_steps"]!, LearningRateSchedule.Linear, (double)settings["lr"]!);
            Assert.Equal((double)steps[i]!["lr"]!, rate, 1e-9);
            var loss = golden.Model.Loss(golden.Model.Forward(batch), golden.Labels);
            Assert.Equal((double)steps[i]!["loss"]!, loss.item<float>(), Curve * TestDevice.Slack);
            loss.backward();
            Assert.Equal((double)steps[i]!["grad_norm"]!, optimizer.Step(rate, gradientScale: 1)!.item<float>(), Curve * TestDevice.Slack);
        }
        var trained = golden.Model.named_parameters().Where(p => p.parameter.requires_grad).ToDictionary(p => golden.NameInPeft(p.name), p => p.parameter);
        Assert.Equal(golden.Names("trained."), trained.Keys.Order());
        foreach (var (key, parameter) in trained) Compare.Close(key, golden.Tensors["trained." + key], parameter, Weights);
    }

    [Theory]
    [InlineData("bert")]
    [InlineData("gpt2")]
    public void A_saved_adapter_is_the_one_that_was_read(string name)
    {
        using var scope = torch.NewDisposeScope();
        using var golden = new LoraCase(name);
        using var folder = new TempFolder();
        golden.Load().Save(folder.Path);
        Assert.True(JsonNode.DeepEquals(JsonFiles.ReadObject(Path.Combine(golden.Folder, "adapter", "adapter_config.json")), JsonFiles.ReadObject(folder["adapter_config.json"])));
        Assert.Equal(File.ReadAllBytes(Path.Combine(golden.Folder, "adapter", "adapter_model.safetensors")), File.ReadAllBytes(folder["adapter_model.safetensors"]));
    }
}

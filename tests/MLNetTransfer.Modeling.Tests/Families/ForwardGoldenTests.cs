using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Tests.Families;

/// <summary>Every forward case: hidden states, outputs, loss, gradients. A new family adds its cases here.</summary>
public class ForwardGoldenTests
{
    private const double States = 1e-5, Losses = 1e-5, Gradients = 1e-4, Noise = 1e-6;

    [Theory]
    [InlineData("bert/base")]
    [InlineData("bert/sequence-classification")]
    [InlineData("bert/sequence-regression")]
    [InlineData("bert/multi-label")]
    [InlineData("bert/token-classification")]
    [InlineData("bert/question-answering")]
    [InlineData("bert/masked-lm")]
    [InlineData("bert/pretraining")]
    [InlineData("bert/bin")]
    [InlineData("bert/sharded")]
    [InlineData("bert/half")]
    [InlineData("bert/bfloat16")]
    public void A_case_gives_the_references_figures(string name)
    {
        using var scope = torch.NewDisposeScope();
        var golden = new GoldenCase(name);
        nn.Module network = golden.Head == "Model" ? golden.BareEncoder() : golden.Model();
        using var owned = network;

        var (outputs, loss) = golden.Run(network);
        foreach (var (key, expected) in golden.Tensors.Where(t => !t.Key.StartsWith("input.", StringComparison.Ordinal) && !t.Key.StartsWith("label.", StringComparison.Ordinal) && !t.Key.StartsWith("grad.", StringComparison.Ordinal)))
        {
            Assert.True(outputs.ContainsKey(key), $"{name}: no output '{key}'");
            if (expected.dim() == 3) Compare.CloseTokens(key, expected, outputs[key], golden.Input("attention_mask"), States);
            else Compare.Close(key, expected, outputs[key], States);
        }

        Assert.Equal(golden.Loss is null, loss is null);
        if (loss is null) return;
        Assert.Equal(golden.Loss!.Value, loss.item<float>(), Losses * TestDevice.Slack);
        loss.backward();
        var gradients = network.named_parameters().ToDictionary(p => golden.Family.Names.ToCheckpoint(p.name), p => p.parameter.grad);
        Assert.Equal(golden.Tensors.Keys.Where(k => k.StartsWith("grad.", StringComparison.Ordinal)).Select(k => k["grad.".Length..]).Order(), gradients.Where(g => g.Value is not null).Select(g => g.Key).Order());
        foreach (var (key, gradient) in gradients)
        {
            var expected = golden.Tensors["grad." + key];
            Compare.Close("gradient of " + key, expected, gradient!, IsNoise(golden, key) ? Noise : Gradients * Compare.Largest(expected));
        }
    }

    /// <summary>Gradients that cancel in a softmax: what is left of them is rounding.</summary>
    private static bool IsNoise(GoldenCase golden, string name) =>
        name.EndsWith(".key.bias", StringComparison.Ordinal)
        || (golden.Head == "ForQuestionAnswering" && (name == "qa_outputs.bias" || name == $"bert.encoder.layer.{(int)golden.Config["num_hidden_layers"]! - 1}.output.LayerNorm.bias"));
}

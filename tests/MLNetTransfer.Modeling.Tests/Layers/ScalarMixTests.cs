using MLNetTransfer.Modeling.Checkpoints;
using MLNetTransfer.Modeling.Layers;
using MLNetTransfer.Modeling.Tests.Families;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Tests.Layers;

/// <summary>AllenNLP's scalar mix, plain and with layer normalisation, with gradients.</summary>
public class ScalarMixTests
{
    [Theory]
    [InlineData("plain", false)]
    [InlineData("layer-norm", true)]
    public void A_mixture_is_AllenNLPs(string name, bool normalize)
    {
        using var scope = torch.NewDisposeScope();
        using var golden = SafetensorsFile.Open(Path.Combine(AppContext.BaseDirectory, "Goldens", "pooling", "scalar-mix", "golden.safetensors"));
        using var mix = new ScalarMix(5, normalize);
        using (no_grad())
        {
            mix.get_parameter("weights")!.copy_(golden.Read("input.weights"));
            mix.get_parameter("gamma")!.copy_(golden.Read("input.gamma"));
        }
        mix.to(TestDevice.Current);
        var mask = golden.Read("input.attention_mask").ne(0).to(TestDevice.Current);
        Tensor[] states = [.. Enumerable.Range(0, 5).Select(i => golden.Read($"input.states.{i}").to(TestDevice.Current).requires_grad_())];

        var mixed = mix.Forward(states, mask);
        // Values at padding are as large as those of the golden file, which compares them too.
        Compare.Close(name, golden.Read(name), mixed, 1e-4);
        Compare.CloseTokens(name, golden.Read(name), mixed, golden.Read("input.attention_mask"), 1e-5);
        var real = mixed * mask.unsqueeze(2).to(ScalarType.Float32);
        (real.pow(3).sum() / 3).backward();
        Close("weights", mix.get_parameter("weights")!.grad!);
        Close("gamma", mix.get_parameter("gamma")!.grad!);
        Close("states", stack(states.Select(s => s.grad!), 0));

        void Close(string of, Tensor actual)
        {
            var expected = golden.Read($"grad.{name}.{of}");
            Compare.Close("gradient of " + of, expected, actual, 1e-4 * Compare.Largest(expected));
        }
    }

    [Fact]
    public void Too_few_states_are_refused()
    {
        using var mix = new ScalarMix(3);
        using var one = zeros(1, 1, 1);
        Assert.Contains("3 weights and there are 1", Assert.Throws<ArgumentException>(() => mix.Forward([one], null)).Message);
    }
}

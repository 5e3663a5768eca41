using MLNetTransfer.Modeling.Layers;
using MLNetTransfer.Modeling.Tests.Families;
using TorchSharp;

namespace MLNetTransfer.Modeling.Tests.Layers;

public class ActivationTests
{
    /// <summary>Values at 1 and -2 by the functions' definitions: Φ(1) = 0.8413447, Φ(-2) = 0.0227501, and so on.</summary>
    [Theory]
    [InlineData("gelu", 0.8413447, -0.0455003)]
    [InlineData("gelu_new", 0.8411920, -0.0454023)]
    [InlineData("gelu_pytorch_tanh", 0.8411920, -0.0454023)]
    [InlineData("relu", 1, 0)]
    [InlineData("silu", 0.7310586, -0.2384058)]
    [InlineData("swish", 0.7310586, -0.2384058)]
    [InlineData("tanh", 0.7615942, -0.9640276)]
    public void A_name_means_its_function_with_and_without_gradients(string name, double atOne, double atMinusTwo)
    {
        using var scope = torch.NewDisposeScope();
        Assert.True(Activations.TryParse(name, out var activation));
        foreach (var requiresGradient in new[] { false, true })
        {
            var input = torch.tensor(new[] { 1f, -2f }, requires_grad: requiresGradient);
            var own = requiresGradient ? input.alias() : input;
            var values = Compare.Values(activation.Apply(own));
            Assert.Equal(atOne, values[0], 1e-6);
            Assert.Equal(atMinusTwo, values[1], 1e-6);
        }
    }

    [Fact]
    public void An_unknown_name_has_no_function() => Assert.False(Activations.TryParse("mish", out _));
}

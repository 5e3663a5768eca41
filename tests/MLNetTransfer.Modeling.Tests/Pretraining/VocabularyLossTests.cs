using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Layers;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Tests.Pretraining;

/// <summary>The loss in parts, beside libtorch's own over all scores at once.</summary>
public sealed class VocabularyLossTests
{
    [Theory]
    [InlineData(11)]
    [InlineData(33)]
    [InlineData(77)]
    [InlineData(1)]
    public void In_parts_it_is_the_loss_with_its_gradients(long mostScores)
    {
        using var scope = NewDisposeScope();
        var (states, table, bias, labels) = Inputs();
        var whole = nn.functional.cross_entropy(nn.functional.linear(states, table, bias), labels, ignore_index: -100);
        (whole * 3).backward();
        Tensor[] expected = [.. new[] { states, table, bias }.Select(t => t.grad!.clone())];
        foreach (var tensor in new[] { states, table, bias }) tensor.grad!.zero_();

        var loss = VocabularyLoss.Of(states.view(2, 4, 5), table, bias, labels.view(2, 4), mostScores);
        (loss * 3).backward();
        Assert.Equal(whole.item<float>(), loss.item<float>(), 1e-6);
        foreach (var (tensor, gradient) in new[] { states, table, bias }.Zip(expected)) Assert.True(tensor.grad!.allclose(gradient, 1e-5, 1e-6), $"{tensor.grad} is not {gradient}.");
    }

    [Fact]
    public void What_is_not_learnt_has_no_gradient()
    {
        using var scope = NewDisposeScope();
        var (states, table, bias, labels) = Inputs();
        table.requires_grad_(false);
        VocabularyLoss.Of(states, table, null, labels, 22).backward();
        Assert.True(table.grad is null && bias.grad is null && states.grad is not null);

        using (no_grad()) Assert.False(VocabularyLoss.Of(states, table, bias, labels, 22).requires_grad);
    }

    [Fact]
    public void In_mixed_precision_parts_are_as_exact_as_the_whole()
    {
        using var scope = NewDisposeScope();
        using var bfloat16 = ComputeType.Use(ScalarType.BFloat16);
        var (states, table, bias, labels) = Inputs();
        VocabularyLoss.Of(states, table, bias, labels).backward();
        Tensor[] expected = [.. new[] { states, table, bias }.Select(t => t.grad!.clone())];
        foreach (var tensor in new[] { states, table, bias }) tensor.grad!.zero_();

        VocabularyLoss.Of(states, table, bias, labels, 22).backward();
        foreach (var (tensor, gradient) in new[] { states, table, bias }.Zip(expected)) Assert.True(tensor.grad!.allclose(gradient, 0.02, 0.005), $"{tensor.grad} is not {gradient}.");
    }

    // 8 states of 5 numbers, 11 tokens; two states count for nothing.
    private static (Tensor States, Tensor Table, Tensor Bias, Tensor Labels) Inputs()
    {
        using var generator = new Generator(5, TestDevice.Current);
        Tensor Random(params long[] shape) => randn(shape, device: TestDevice.Current, generator: generator).requires_grad_(true);
        return (Random(8, 5), Random(11, 5), Random(11), tensor(new long[] { 3, -100, 0, 10, 7, 7, -100, 2 }, device: TestDevice.Current));
    }
}

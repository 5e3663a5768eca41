using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Polyfills.TorchSharp.Tests;

public class DropoutTests
{
    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void Numbers_are_kept_at_the_rate_and_scaled_by_it(ScalarType type)
    {
        using var scope = NewDisposeScope();
        const int count = 200_000;
        var input = ones(count, dtype: type, requires_grad: true);
        manual_seed(1);
        var output = dropout(input, 0.1);
        var kept = output.ne(0).sum().item<long>();
        // Five standard deviations.
        Assert.InRange(kept, (long)((count * 0.9) - (5 * Math.Sqrt(count * 0.09))), (long)((count * 0.9) + (5 * Math.Sqrt(count * 0.09))));
        Assert.Equal(1 / 0.9, output.max().to(ScalarType.Float64).item<double>(), 1e-6);
        output.sum().backward();
        Assert.True(input.grad!.eq(output).all().item<bool>());
    }

    [Fact]
    public void A_seed_repeats_it_and_another_draw_does_not()
    {
        using var scope = NewDisposeScope();
        var input = ones(1000);
        manual_seed(1);
        Tensor first = dropout(input, 0.5), second = dropout(input, 0.5);
        manual_seed(1);
        Assert.True(first.eq(dropout(input, 0.5)).all().item<bool>());
        Assert.False(first.eq(second).all().item<bool>());
    }

    [Fact]
    public void Neighbours_are_independent()
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        var kept = dropout(ones(200_000), 0.5).ne(0).to(ScalarType.Float64) - 0.5;
        foreach (var distance in new[] { 1, 2, 16, 384 })
        {
            var correlation = (kept.narrow(0, 0, 200_000 - distance) * kept.narrow(0, distance, 200_000 - distance)).mean().item<double>() * 4;
            Assert.InRange(correlation, -5 / Math.Sqrt(200_000), 5 / Math.Sqrt(200_000));
        }
    }

    [Fact]
    public void Everything_or_nothing_can_be_dropped()
    {
        using var scope = NewDisposeScope();
        var input = randn(100);
        Assert.Equal(0, dropout(input, 1.0).abs().max().item<float>());
        Assert.True(dropout(input, 0.0).eq(input).all().item<bool>());
        Assert.True(dropout(input, 0.5, training: false).eq(input).all().item<bool>());
    }

    [Fact]
    public void The_order_of_memory_does_not_matter_to_the_gradient()
    {
        using var scope = NewDisposeScope();
        var input = randn(new long[] { 6, 50 }, requires_grad: true);
        manual_seed(4);
        var output = dropout(input.transpose(0, 1), 0.5);
        output.sum().backward();
        var expected = output.ne(0).to(ScalarType.Float32).transpose(0, 1) * 2;
        Assert.True(expected.eq(input.grad!).all().item<bool>());
    }
}

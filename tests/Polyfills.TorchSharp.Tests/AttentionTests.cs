using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Polyfills.TorchSharp.Tests;

/// <summary>Attention against its formula, written out.</summary>
public class AttentionTests
{
    private static Tensor Formula(Tensor q, Tensor k, Tensor v, Tensor? added)
    {
        var scores = q.matmul(k.transpose(-2, -1)) / Math.Sqrt(q.shape[^1]);
        return (added is null ? scores : scores + added).softmax(-1).matmul(v);
    }

    private static (Tensor Query, Tensor Key, Tensor Value) Random()
    {
        manual_seed(1);
        return (randn(2, 3, 5, 8), randn(2, 3, 7, 8), randn(2, 3, 7, 4));
    }

    [Fact]
    public void Without_a_mask()
    {
        using var scope = NewDisposeScope();
        var (q, k, v) = Random();
        var y = nn.functional.scaled_dot_product_attention(q, k, v);
        Assert.Equal([2, 3, 5, 4], y.shape);
        Assert.True(y.allclose(Formula(q, k, v, null), atol: 1e-6));
    }

    [Fact]
    public void True_in_a_mask_means_attend()
    {
        using var scope = NewDisposeScope();
        var (q, k, v) = Random();
        var mask = ones(2, 1, 1, 7, dtype: @bool);
        mask[1, 0, 0].narrow(0, 4, 3).fill_(false);
        var added = zeros(2, 1, 1, 7).masked_fill(mask.logical_not(), double.NegativeInfinity);
        var y = nn.functional.scaled_dot_product_attention(q, k, v, attn_mask: mask);
        Assert.True(y.allclose(Formula(q, k, v, added), atol: 1e-6));
        Assert.True(y.allclose(nn.functional.scaled_dot_product_attention(q, k, v, attn_mask: added), atol: 1e-6));
        // What is masked does not matter.
        v[1].narrow(1, 4, 3).fill_(1000);
        Assert.True(y.allclose(nn.functional.scaled_dot_product_attention(q, k, v, attn_mask: mask), atol: 1e-6));
    }

    [Fact]
    public void Numbers_in_a_mask_are_added_and_learn()
    {
        using var scope = NewDisposeScope();
        var (q, k, v) = Random();
        var added = randn(1, 3, 5, 7).requires_grad_();
        var y = nn.functional.scaled_dot_product_attention(q, k, v, attn_mask: added);
        Assert.True(y.allclose(Formula(q, k, v, added), atol: 1e-6));
        var gradient = autograd.grad([y.pow(2).sum()], [added])[0];
        Assert.True(gradient.allclose(autograd.grad([Formula(q, k, v, added).pow(2).sum()], [added])[0], atol: 1e-5));
    }

    [Fact]
    public void Causal_attention_looks_back_only()
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        var (q, k, v) = (randn(2, 6, 4).requires_grad_(), randn(2, 6, 4).requires_grad_(), randn(2, 6, 4).requires_grad_());
        var added = full(6, 6, double.NegativeInfinity).triu(1);
        var y = nn.functional.scaled_dot_product_attention(q, k, v, is_casual: true);
        var expected = Formula(q, k, v, added);
        Assert.True(y.allclose(expected, atol: 1e-6));
        var gradients = autograd.grad([y.pow(2).sum()], [q, k, v]);
        var formula = autograd.grad([expected.pow(2).sum()], [q, k, v]);
        for (var i = 0; i < 3; i++) Assert.True(gradients[i].allclose(formula[i], atol: 1e-5));
        Assert.Throws<ArgumentException>(() => nn.functional.scaled_dot_product_attention(q, k, v, attn_mask: added, is_casual: true));
    }

    [Fact]
    public void A_row_that_may_attend_to_nothing_gives_zeros_and_no_nan()
    {
        using var scope = NewDisposeScope();
        var (q, k, v) = Random();
        q.requires_grad_();
        var mask = ones(2, 1, 5, 7, dtype: @bool);
        mask[0, 0, 2].fill_(false);
        var y = nn.functional.scaled_dot_product_attention(q, k, v, attn_mask: mask);
        Assert.Equal(0, y[0].select(1, 2).abs().sum().ToSingle());
        Assert.True(y.isfinite().all().ToBoolean());
        Assert.True(autograd.grad([y.sum()], [q])[0].isfinite().all().ToBoolean());
    }

    [Fact]
    public void Dropout_keeps_the_expectation()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        var (q, k, v) = (zeros(1, 1, 2000, 4), zeros(1, 1, 10, 4), ones(1, 1, 10, 1));
        Assert.Equal(1, nn.functional.scaled_dot_product_attention(q, k, v, p: 0.3).mean().ToDouble(), 0.02);
    }

    [Fact]
    public void Wrong_shapes_are_exceptions()
    {
        using var scope = NewDisposeScope();
        Assert.Throws<ExternalException>(() => nn.functional.scaled_dot_product_attention(ones(2, 3, 4), ones(2, 3, 5), ones(2, 3, 4)));
        Assert.Throws<ExternalException>(() => nn.functional.scaled_dot_product_attention(ones(2, 3, 4), ones(5, 3, 4), ones(5, 3, 4)));
        Assert.Throws<ExternalException>(() => nn.functional.scaled_dot_product_attention(ones(2, 3, 4), ones(2, 3, 4), ones(2, 3, 4), attn_mask: ones(2, 9, 9)));
    }

    [Fact]
    public void Half_precision_stays_half()
    {
        using var scope = NewDisposeScope();
        var (q, k, v) = Random();
        var y = nn.functional.scaled_dot_product_attention(q.bfloat16(), k.bfloat16(), v.bfloat16());
        Assert.Equal(ScalarType.BFloat16, y.dtype);
        Assert.True(y.to(float32).allclose(Formula(q, k, v, null), atol: 0.05));
    }
}

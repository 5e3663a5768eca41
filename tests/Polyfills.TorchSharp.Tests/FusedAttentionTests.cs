using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Polyfills.TorchSharp.Tests;

/// <summary>Attention over heads that lie beside one another, which has a way of its own: against its formula, forwards and backwards, block by block.</summary>
public class FusedAttentionTests
{
    private static Tensor Written(Tensor q, Tensor k, Tensor v, Tensor? mask)
    {
        var scores = q.matmul(k.transpose(-2, -1)) / Math.Sqrt(q.shape[^1]);
        if (mask is not null) scores = scores.masked_fill(mask.logical_not(), float.NegativeInfinity);
        return softmax(scores, -1).matmul(v);
    }

    private static float Apart(Tensor a, Tensor b) => (a - b).abs().max().item<float>();

    private static Tensor Heads(Tensor merged, long heads) => merged.view(merged.shape[0], merged.shape[1], heads, -1).transpose(1, 2);

    [Theory]
    [InlineData(7, 7, false)]
    [InlineData(7, 7, true)]
    [InlineData(1, 9, true)]
    [InlineData(15, 16, true)]
    [InlineData(16, 17, false)]
    [InlineData(40, 33, true)]
    [InlineData(150, 130, true)]
    public void Values_and_gradients_are_those_of_the_formula(int target, int source, bool masked)
    {
        using var scope = NewDisposeScope();
        var generator = new Generator(5);
        Tensor Random(int tokens) => randn(new long[] { 2, tokens, 3 * 8 }, generator: generator, requires_grad: true);
        var (q, k, v) = (Random(target), Random(source), Random(source));
        var weight = randn(new long[] { 2, 3, target, 8 }, generator: generator);
        Tensor? mask = null;
        if (masked)
        {
            mask = ones(2, 1, 1, source, dtype: ScalarType.Bool);
            mask[1, TensorIndex.Colon, TensorIndex.Colon, TensorIndex.Slice(source / 2, source)] = false;
        }

        Tensor[] Gradients(Func<Tensor, Tensor, Tensor, Tensor> attend, out Tensor value)
        {
            value = attend(Heads(q, 3), Heads(k, 3), Heads(v, 3));
            (value * weight).sum().backward();
            Tensor[] result = [q.grad!.clone(), k.grad!.clone(), v.grad!.clone()];
            foreach (var t in new[] { q, k, v }) t.grad!.zero_();
            return result;
        }

        var expected = Gradients((a, b, c) => Written(a, b, c, mask), out var expectedValue);
        var actual = Gradients((a, b, c) => scaled_dot_product_attention(a, b, c, attn_mask: mask), out var value);
        Assert.InRange(Apart(expectedValue, value), 0, 2e-6f);
        foreach (var (e, a) in expected.Zip(actual)) Assert.InRange(Apart(e, a), 0, 1e-5f);
        using (no_grad()) Assert.InRange(Apart(expectedValue, scaled_dot_product_attention(Heads(q, 3), Heads(k, 3), Heads(v, 3), attn_mask: mask)), 0, 2e-6f);
    }

    [Theory]
    [InlineData(9)]
    [InlineData(32)]
    [InlineData(49)]
    public void Rows_have_masks_of_their_own_and_one_that_is_not_finite_spoils_no_other(int tokens)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        var (q, k, v) = (randn(2, 3, tokens, 8), randn(2, 3, tokens, 8), randn(2, 3, tokens, 8));
        var causal = ones(tokens, tokens, dtype: ScalarType.Bool).tril();
        var expected = Written(q, k, v, causal);
        Assert.InRange(Apart(expected, scaled_dot_product_attention(q, k, v, is_casual: true)), 0, 2e-6f);
        q[0, 1, 3] = float.NaN;
        var spoiled = scaled_dot_product_attention(q, k, v, attn_mask: causal);
        Assert.True(spoiled[0, 1, 3].isnan().all().item<bool>());
        spoiled[0, 1, 3] = expected[0, 1, 3];
        Assert.InRange(Apart(expected, spoiled), 0, 2e-6f);
    }

    [Fact]
    public void Dropout_repeats_under_a_seed_and_its_gradient_is_that_of_what_it_kept()
    {
        using var scope = NewDisposeScope();
        var (q, k) = (randn(new long[] { 2, 3, 6, 8 }, requires_grad: true), randn(2, 3, 6, 8));
        // A value of one column of ones gives each row's sum of kept weights: 1 in the mean.
        var v = ones(2, 3, 6, 1);
        Tensor Attend(Tensor query)
        {
            manual_seed(3);
            return scaled_dot_product_attention(query, k, v, p: 0.3);
        }

        var value = Attend(q);
        Assert.Equal(0, Apart(value, Attend(q)));
        Assert.InRange(value.mean().item<float>(), 0.7f, 1.3f);
        Assert.True(Apart(value, ones_like(value)) > 0.05f);
        value.sum().backward();
        using var off = no_grad();
        var direction = randn_like(q) * 1e-2;
        var difference = (Attend(q + direction).sum() - Attend(q - direction).sum()).item<float>() / 2;
        Assert.Equal(difference, (q.grad! * direction).sum().item<float>(), 2e-3);
    }
}

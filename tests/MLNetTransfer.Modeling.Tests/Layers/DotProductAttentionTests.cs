using MLNetTransfer.Modeling.Layers;
using MLNetTransfer.Modeling.Tests.Families;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Tests.Layers;

/// <summary>Against the formula, head by head and row by row.</summary>
public class DotProductAttentionTests
{
    [Theory]
    [InlineData(5, 5, false, false)]
    [InlineData(5, 5, true, false)]
    [InlineData(1, 5, true, false)]
    [InlineData(5, 5, false, true)]
    [InlineData(5, 5, true, true)]
    [InlineData(1, 5, true, true)]
    public void It_is_the_softmax_of_scaled_products_and_biases_times_values(int queries, int keys, bool masked, bool biased)
    {
        const int batch = 2, heads = 3, size = 4;
        using var scope = torch.NewDisposeScope();
        var generator = new Generator(3);
        Tensor Random(int tokens) => torch.randn(new long[] { batch, tokens, heads * size }, generator: generator);
        var (query, key, value) = (Random(queries), Random(keys), Random(keys));
        var visible = torch.tensor(new[] { true, true, true, true, true, true, true, false, false, false }, new long[] { 2, 5 });

        // Of all tokens, though only the first may ask.
        var bias = torch.randn(new long[] { heads, keys, keys }, generator: generator);
        var mask = masked ? visible.view(batch, 1, 1, keys) : null;
        if (biased) mask = masked ? bias + AttentionSetup.Additive(visible) : bias.unsqueeze(0);

        var actual = DotProductAttention.Compute(query, key, value, heads, mask, dropout: 0);

        var expected = new float[batch * queries * heads * size];
        float[] q = Compare.Values(query), k = Compare.Values(key), v = Compare.Values(value), biases = Compare.Values(bias);
        int Index(int row, int token, int head, int column, int tokens) => ((row * tokens + token) * heads + head) * size + column;
        for (var b = 0; b < batch; b++)
            for (var h = 0; h < heads; h++)
                for (var i = 0; i < queries; i++)
                {
                    var seen = Enumerable.Range(0, masked && b == 1 ? 2 : keys).ToArray();
                    var weights = seen.Select(j => Math.Exp(Enumerable.Range(0, size).Sum(c => (double)q[Index(b, i, h, c, queries)] * k[Index(b, j, h, c, keys)]) / Math.Sqrt(size) + (biased ? biases[(h * keys + i) * keys + j] : 0))).ToArray();
                    for (var c = 0; c < size; c++)
                        expected[Index(b, i, h, c, queries)] = (float)(seen.Sum(j => weights[j] * v[Index(b, j, h, c, keys)]) / weights.Sum());
                }
        Compare.Close("attention", torch.tensor(expected, new long[] { batch, queries, heads * size }), actual, 1e-6);
    }
}

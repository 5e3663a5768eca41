using TorchSharp;
using static TorchSharp.torch;

namespace Polyfills.TorchSharp.Tests;

/// <summary>Types, conversions, reading and writing elements, indices, random numbers.</summary>
public class ElementTests
{
    [Fact]
    public void Types_follow_what_a_tensor_is_made_from()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(ScalarType.Int64, tensor(1L).dtype);
        Assert.Equal(ScalarType.Int32, tensor(1).dtype);
        Assert.Equal(ScalarType.Float32, tensor(1f).dtype);
        Assert.Equal(ScalarType.Float64, tensor(1.0).dtype);
        Assert.Equal(ScalarType.Bool, tensor(true).dtype);
        Assert.Equal(ScalarType.Float16, tensor(new[] { (Half)1 }).dtype);
        Assert.Equal(ScalarType.BFloat16, tensor(new[] { new BFloat16(1) }).dtype);
        Assert.Equal(ScalarType.Float16, tensor(new[] { 1f }, dtype: float16).dtype);
        Assert.Equal(ScalarType.Float32, zeros(2).dtype);
        Assert.Equal(ScalarType.Int64, arange(3).dtype);
        Assert.Equal(ScalarType.Float32, arange(0, 1, 0.5).dtype);
        Assert.Equal(ScalarType.Int64, randperm(3).dtype);
        Assert.Equal([2, 3], tensor(new float[,] { { 1, 2, 3 }, { 4, 5, 6 } }).shape);
        Assert.Equal([1, 2, 3, 4, 5, 6], tensor(new long[,] { { 1, 2, 3 }, { 4, 5, 6 } }).data<long>().ToArray());
    }

    [Fact]
    public void Conversions_round_and_truncate()
    {
        using var scope = NewDisposeScope();
        Assert.Equal([1, -1, 0], tensor(new[] { 1.9f, -1.9f, 0.5f }).to(int64).data<long>().ToArray());
        // Seven bits of fraction: 1 + 1/256 lies between two values and goes to the even one.
        Assert.Equal(1f, tensor(1 + 1 / 256f).to(bfloat16).ToSingle());
        Assert.Equal(new BFloat16(3.14159f), tensor(3.14159f).to(bfloat16).item<BFloat16>());
        Assert.Equal((Half)3.14159f, tensor(3.14159f).half().item<Half>());
        Assert.Equal(1.015625f, new BFloat16(1 + 3 / 256f).ToSingle());
        Assert.True(BFloat16.IsNaN(new BFloat16(float.NaN)));
        Assert.Equal([true, false, true], tensor(new[] { 2f, 0f, -1f }).@bool().data<bool>().ToArray());
        var same = ones(2);
        Assert.NotSame(same, same.to(float32));
        same.to(float32).add_(1);
        Assert.Equal(4, same.sum().ToSingle());
        same.to(float32, copy: true).add_(1);
        Assert.Equal(4, same.sum().ToSingle());
    }

    [Fact]
    public void Elements_are_read_through_views_in_row_major_order()
    {
        using var scope = NewDisposeScope();
        var x = arange(6).view(2, 3);
        Assert.Equal([0, 3, 1, 4, 2, 5], x.t().data<long>().ToArray());
        Assert.Equal(4, x.t().data<long>()[1, 1]);
        Assert.Equal(4, x.data<long>()[4]);
        Assert.Throws<IndexOutOfRangeException>(() => x.data<long>()[6]);
        Assert.Throws<ArgumentException>(() => x.data<float>());
        x.data<long>().CopyFrom([9, 8], 0, 1);
        Assert.Equal([0, 9, 8, 3, 4, 5], x.data<long>().ToArray());
        var part = new long[4];
        x.data<long>().CopyTo(part, 1, 3);
        Assert.Equal([0, 3, 4, 5], part);
        Assert.Equal(8 * 6, x.bytes.Length);
        Assert.Throws<NotImplementedException>(() => { _ = x.t().bytes; });
        Assert.Throws<ArgumentException>(() => x.item<long>());
        Assert.Equal(29, x.sum().item<long>());
        Assert.Empty(zeros(0).data<float>().ToArray());
    }

    [Fact]
    public void A_buffer_shares_the_array()
    {
        using var scope = NewDisposeScope();
        var array = new float[] { 1, 2, 3, 4 };
        var shared = frombuffer(array, float32, count: 2, offset: 1);
        shared.mul_(10);
        Assert.Equal([1, 20, 30, 4], array);
        // A tensor made from the array holds a copy.
        tensor(array).zero_();
        Assert.Equal([1, 20, 30, 4], array);
    }

    [Fact]
    public void Indices_of_every_kind()
    {
        using var scope = NewDisposeScope();
        var x = arange(24).view(2, 3, 4);
        Assert.Equal(23, x[1, 2, 3].ToInt64());
        Assert.Equal(23, x[-1, -1, -1].ToInt64());
        Assert.Equal([3, 4], x[1].shape);
        Assert.Equal([2, 4], x[TensorIndex.Colon, 1].shape);
        Assert.Equal([2, 3], x[TensorIndex.Ellipsis, 0].shape);
        Assert.Equal([1, 2, 3, 4], x[TensorIndex.None].shape);
        Assert.Equal([0, 2], x[0, 0, TensorIndex.Slice(0, null, 2)].data<long>().ToArray());
        Assert.Equal([1, 2], x[(TensorIndex)0, 0, 1..^1].data<long>().ToArray());
        Assert.Equal([4, 12, 13, 14], x[TensorIndex.Tensor(tensor(new long[] { 0, 1 })), TensorIndex.Tensor(tensor(new long[] { 1, 0 }))].flatten().index_select(0, tensor(new long[] { 0, 4, 5, 6 })).data<long>().ToArray());
        Assert.Equal([22, 23], x[x > 21].data<long>().ToArray());
        x[0, TensorIndex.Colon, 0] = tensor(new long[] { -1, -2, -3 });
        Assert.Equal([-1, -2, -3], x.select(0, 0).select(1, 0).data<long>().ToArray());
        var counts = zeros(3, dtype: int64);
        counts.index_put_(ones(4, dtype: int64), [tensor(new long[] { 0, 2, 2, 2 })], accumulate: true);
        Assert.Equal([1, 0, 3], counts.data<long>().ToArray());
    }

    [Fact]
    public void Random_numbers_repeat_with_their_seed()
    {
        using var scope = NewDisposeScope();
        manual_seed(42);
        var first = rand(5).data<float>().ToArray();
        manual_seed(42);
        Assert.Equal(first, rand(5).data<float>().ToArray());
        Assert.Equal(42, initial_seed());
        // PyTorch's first numbers of this seed on the CPU.
        Assert.Equal([0.8823f, 0.9150f, 0.3829f, 0.9593f, 0.3904f], first, (a, b) => MathF.Abs(a - b) < 5e-5f);

        using var own = new Generator(7);
        var mine = randn(3, generator: own).data<float>().ToArray();
        _ = rand(100);
        own.manual_seed(7);
        Assert.Equal(mine, randn(3, generator: own).data<float>().ToArray());
        var state = own.get_state();
        var next = randperm(10, generator: own).data<long>().ToArray();
        own.set_state(state);
        Assert.Equal(next, randperm(10, generator: own).data<long>().ToArray());
        Assert.Equal(Enumerable.Range(0, 10).Select(i => (long)i), next.Order());
    }

    [Fact]
    public void Cross_entropy_as_PyTorch_defines_it()
    {
        using var scope = NewDisposeScope();
        var logits = tensor(new float[] { 1, 2, 3, 3, 2, 1 }, [2, 3]);
        var classes = tensor(new long[] { 2, -100 });
        double Log(double x) => Math.Log(Math.Exp(1) + Math.Exp(2) + Math.Exp(3)) - x;
        Assert.Equal(Log(3), nn.functional.cross_entropy(logits, classes).ToDouble(), 5);
        Assert.Equal(Log(3), nn.functional.cross_entropy(logits, classes, reduction: nn.Reduction.Sum).ToDouble(), 5);
        Assert.Equal([2], nn.functional.cross_entropy(logits, classes, reduction: nn.Reduction.None).shape);
        var smooth = 0.9 * Log(3) + 0.1 * (Log(1) + Log(2) + Log(3)) / 3;
        Assert.Equal(smooth, nn.functional.cross_entropy(logits, classes, label_smoothing: 0.1).ToDouble(), 5);
        var weighted = (3 * Log(3) + 1 * Log(3)) / 4;
        Assert.Equal(weighted, nn.functional.cross_entropy(logits, tensor(new long[] { 2, 0 }), weight: tensor(new float[] { 1, 1, 3 })).ToDouble(), 5);
    }

    [Fact]
    public void Gelu_is_exact_unless_asked()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(0.8413447, tensor(1f).gelu().ToDouble(), 5);
        Assert.Equal(0.8411920, nn.functional.gelu(tensor(1f), global::TorchSharp.Modules.GELU.Approximate.tanh).ToDouble(), 5);
    }

    [Fact]
    public void Truncated_normal_numbers_stay_within_their_ends()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var x = nn.init.trunc_normal_(empty(20000), std: 0.02, a: -0.04, b: 0.04);
        Assert.True(x.abs().max().ToSingle() <= 0.04f);
        // The deviation of a normal distribution cut at two deviations is 0.8796 of it.
        Assert.Equal(0.02 * 0.8796, x.std().ToDouble(), 4);
    }

    [Fact]
    public void Pieces_and_reductions()
    {
        using var scope = NewDisposeScope();
        var x = arange(12, dtype: float32).view(3, 4);
        Assert.Equal([[3, 2], [3, 2]], x.chunk(2, 1).Select(p => p.shape));
        Assert.Equal([[1, 4], [2, 4]], x.split([1, 2]).Select(p => p.shape));
        Assert.True(cat(x.split(2, 1), 1).allclose(x));
        Assert.Equal([2, 3, 4], stack([x, x]).shape);
        var (values, indices) = x.topk(2);
        Assert.Equal([3, 2, 7, 6, 11, 10], values.data<float>().ToArray());
        Assert.Equal([3, 2, 3, 2, 3, 2], indices.data<long>().ToArray());
        Assert.Equal([12, 15, 18, 21], x.sum(dim: 0).data<float>().ToArray());
        Assert.Equal([1.5f, 5.5f, 9.5f], x.mean([1]).data<float>().ToArray());
        Assert.Equal(x.matmul(x.t()).data<float>().ToArray(), einsum("ij,kj->ik", x, x).data<float>().ToArray());
        Assert.Equal([3, 7, 11], x.max(1).values.data<float>().ToArray());
        Assert.Equal(Math.Sqrt(13), x.std().ToDouble(), 5);
    }
}

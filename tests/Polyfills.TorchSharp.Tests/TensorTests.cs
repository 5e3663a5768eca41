using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Polyfills.TorchSharp.Tests;

public class TensorTests
{
    [Fact]
    public void Shapes_broadcast_in_arithmetic()
    {
        using var scope = NewDisposeScope();
        var column = tensor(new float[] { 1, 2, 3 }, [3, 1]);
        var row = tensor(new float[] { 10, 20 }, [1, 2]);
        var sum = column + row;
        Assert.Equal([3, 2], sum.shape);
        Assert.Equal([11, 21, 12, 22, 13, 23], sum.data<float>().ToArray());
        Assert.Equal([9, 19, 8, 18, 7, 17], (row - column).data<float>().ToArray());
    }

    [Fact]
    public void Numbers_stand_on_either_side()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new float[] { 2, 4 });
        Assert.Equal([3, 5], (1 + x).data<float>().ToArray());
        Assert.Equal([-1, -3], (1 - x).data<float>().ToArray());
        Assert.Equal([0.5f, 0.25f], (1.0 / x).data<float>().ToArray());
        Assert.Equal([1, 2], (x / 2).data<float>().ToArray());
        Assert.Equal([2, 1], (x % 3).data<float>().ToArray());
        // A number does not change a float tensor's type, and a float number makes integers floats.
        Assert.Equal(ScalarType.Float32, (x * 2.0).dtype);
        Assert.Equal(ScalarType.Float32, (tensor(new long[] { 1 }) * 2.0).dtype);
        Assert.Equal(ScalarType.Int64, (tensor(new long[] { 1 }) * 2).dtype);
        Assert.Equal(ScalarType.Float32, (tensor(new long[] { 1 }) / 2).dtype);
    }

    [Fact]
    public void A_shape_mismatch_is_an_exception_with_libtorchs_message()
    {
        using var scope = NewDisposeScope();
        var e = Assert.Throws<ExternalException>(() => ones(2, 3) + ones(2, 4));
        Assert.Contains("must match the size of tensor b", e.Message);
        e = Assert.Throws<ExternalException>(() => ones(2, 3).matmul(ones(2, 3)));
        Assert.Contains("cannot be multiplied", e.Message);
        Assert.Throws<ExternalException>(() => ones(2, 3).reshape(5));
        Assert.Throws<ExternalException>(() => ones(2, 3).add_(ones(7)));
        Assert.Throws<ExternalException>(() => tensor(new float[] { 1, 2, 3 }, [2, 2]));
        Assert.Throws<ExternalException>(() => ones(2).backward());
        // And the next call works.
        Assert.Equal(6, ones(2, 3).sum().ToSingle());
    }

    [Fact]
    public void Null_and_disposed_tensors_are_exceptions()
    {
        using var x = ones(2);
        Assert.Throws<ArgumentNullException>(() => x.add((Tensor)null!));
        Assert.Throws<ArgumentNullException>(() => cat(new Tensor[] { x, null! }));
        var gone = ones(2);
        gone.Dispose();
        gone.Dispose();
        Assert.True(gone.IsInvalid);
        Assert.Throws<InvalidOperationException>(() => gone + x);
        Assert.Throws<InvalidOperationException>(() => gone.shape);
    }
}

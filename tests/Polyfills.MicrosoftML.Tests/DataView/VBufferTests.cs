using Microsoft.ML.Data;

namespace Polyfills.MicrosoftML.Tests.DataView;

public class VBufferTests
{
    private static VBuffer<float> Sparse => new(6, 2, [1.5f, -2], [1, 4]);

    [Fact]
    public void A_sparse_vector_stands_for_a_dense_one_with_defaults()
    {
        Assert.False(Sparse.IsDense);
        Assert.Equal(6, Sparse.Length);
        Assert.Equal([1.5f, -2], Sparse.GetValues().ToArray());
        Assert.Equal([1, 4], Sparse.GetIndices().ToArray());
        Assert.Equal([0, 1.5f, 0, 0, -2, 0], Sparse.DenseValues());
        Assert.Equal([1.5f, 0], [Sparse.GetItemOrDefault(1), Sparse.GetItemOrDefault(2)]);
        Assert.Equal(6, Sparse.Items(all: true).Count());
        Assert.Equal([new(1, 1.5f), new(4, -2)], Sparse.Items());
        Assert.Equal("Sparse vector of size 6, 2 explicit values", Sparse.ToString());
    }

    [Fact]
    public void A_dense_vector_has_no_indices()
    {
        var dense = new VBuffer<float>(2, [1, 2, 3]);
        Assert.True(dense.IsDense);
        Assert.Equal([1, 2], dense.GetValues().ToArray());
        Assert.True(dense.GetIndices().IsEmpty);
        Assert.Equal("Dense vector of size 2", dense.ToString());
    }

    [Fact]
    public void An_empty_vector_is_dense_without_arrays()
    {
        VBuffer<float> empty = default;
        Assert.True(empty.IsDense);
        Assert.Empty(empty.DenseValues());
    }

    [Theory]
    [InlineData(0, 6, new[] { 1, 4 }, new[] { 1.5f, -2 })]
    [InlineData(1, 3, new[] { 0 }, new[] { 1.5f })]
    [InlineData(2, 2, new int[0], new float[0])]
    [InlineData(4, 2, new[] { 0 }, new[] { -2f })]
    public void A_range_of_a_sparse_vector_stays_sparse(int start, int length, int[] indices, float[] values)
    {
        VBuffer<float> range = default;
        Sparse.CopyTo(ref range, start, length);
        Assert.Equal(length, range.Length);
        Assert.Equal(indices, range.GetIndices().ToArray());
        Assert.Equal(values, range.GetValues().ToArray());
    }

    [Fact]
    public void Copies_do_not_share_arrays()
    {
        VBuffer<float> copy = default, dense = default;
        Sparse.CopyTo(ref copy);
        Sparse.CopyToDense(ref dense);
        Assert.False(copy.IsDense);
        Assert.Equal(Sparse.DenseValues(), copy.DenseValues());
        Assert.True(dense.IsDense);
        Assert.Equal(Sparse.DenseValues(), dense.DenseValues());
        var target = new float[8];
        Array.Fill(target, 9);
        Sparse.CopyTo(target, 1, defaultValue: 7);
        Assert.Equal([9, 7, 1.5f, 7, 7, -2, 7, 9], target);
        Assert.Throws<ArgumentOutOfRangeException>(() => Sparse.CopyTo(new float[5]));
    }

    [Fact]
    public void An_editor_reuses_arrays_that_are_large_enough()
    {
        var values = new float[4];
        var buffer = new VBuffer<float>(4, values);
        var editor = VBufferEditor.Create(ref buffer, 3);
        Assert.False(editor.CreatedNewValues);
        editor.Values[2] = 5;
        buffer = editor.Commit();
        Assert.Equal(5, values[2]);
        Assert.Equal(3, buffer.Length);

        editor = VBufferEditor.Create(ref buffer, 10, 5, keepOldOnResize: true);
        Assert.True(editor.CreatedNewValues);
        Assert.True(editor.CreatedNewIndices);
        Assert.Equal(5, editor.Values[2]);
        editor.Indices[0] = 1;
        editor.Indices[1] = 8;
        buffer = editor.CommitTruncated(2);
        Assert.Equal([1, 8], buffer.GetIndices().ToArray());
        Assert.Equal(10, buffer.Length);
    }

    [Fact]
    public void Impossible_vectors_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("length", () => new VBuffer<int>(-1, []));
        Assert.Throws<ArgumentOutOfRangeException>("values", () => new VBuffer<int>(2, [1]));
        Assert.Throws<ArgumentOutOfRangeException>("count", () => new VBuffer<int>(2, 3, [1, 2, 3], null));
        Assert.Throws<ArgumentOutOfRangeException>("indices", () => new VBuffer<int>(3, 2, [1, 2], [0]));
        Assert.Throws<ArgumentOutOfRangeException>("index", () => Sparse.GetItemOrDefault(6));
    }
}

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor view(params long[] shape) => Native.tsp_view(this, shape, shape.Length);

        public Tensor view_as(Tensor other) => view(other.shape);

        public Tensor reshape(params long[] shape) => Native.tsp_reshape(this, shape, shape.Length);

        public Tensor expand(params long[] sizes) => Native.tsp_expand(this, sizes, sizes.Length, false);

        public Tensor expand(long[] sizes, bool isImplicit = false) => Native.tsp_expand(this, sizes, sizes.Length, isImplicit);

        public Tensor expand(ReadOnlySpan<long> sizes, bool isImplicit = false) => Native.tsp_expand(this, sizes, sizes.Length, isImplicit);

        public Tensor expand(Size sizes, bool isImplicit = false) => expand((ReadOnlySpan<long>)sizes.Shape, isImplicit);

        public Tensor expand_as(Tensor other) => expand(other.shape);

        public Tensor broadcast_to(params long[] shape) => expand(shape);

        public Tensor permute(params long[] permutation) => Native.tsp_permute(this, permutation, permutation.Length);

        public Tensor permute(IEnumerable<long> permutation) => permute(permutation.ToArray());

        public Tensor transpose(long dim0, long dim1) => Native.tsp_transpose(this, dim0, dim1);

        public Tensor swapaxes(long dim0, long dim1) => transpose(dim0, dim1);

        public Tensor t() => Native.tsp_t(this);

        /// <summary>The matrix, transposed.</summary>
        public Tensor T => Native.tsp_t(this);

        /// <summary>The last two dimensions, transposed.</summary>
        public Tensor mT => transpose(-2, -1);

        public Tensor unsqueeze(long dim) => Native.tsp_unsqueeze(this, dim);

        public Tensor squeeze(long? dim = null) => dim is { } d ? Native.tsp_squeeze_dim(this, d) : Native.tsp_squeeze(this);

        public Tensor flatten(long start_dim = 0, long end_dim = -1) => Native.tsp_flatten(this, start_dim, end_dim);

        public Tensor unflatten(long dim, params long[] sizes) => Native.tsp_unflatten(this, dim, sizes, sizes.Length);

        public Tensor unflatten(long dim, Size sizes) => unflatten(dim, sizes.Shape);

        public Tensor narrow(long dim, long start, long length) => Native.tsp_narrow(this, dim, start, length);

        public Tensor select(long dim, long index) => Native.tsp_select(this, dim, index);

        public Tensor slice(long dim, long start, long finish, long step) => Native.tsp_slice(this, dim, start, finish, step);

        public Tensor as_strided(long[] size, long[] strides, long storageOffset = 0) => size.Length == strides.Length ? Native.tsp_as_strided(this, size, strides, size.Length, storageOffset) : throw new ArgumentException($"There are {size.Length} sizes, but {strides.Length} strides.", nameof(strides));

        public Tensor flip(params long[] dims) => Native.tsp_flip(this, dims, dims.Length);

        public Tensor roll(long shifts, long? dims = null) => dims is { } d ? Native.tsp_roll(this, [shifts], 1, [d], 1) : Native.tsp_roll(this, [shifts], 1, [], 0);

        public Tensor roll(params long[] shifts) => Native.tsp_roll(this, shifts, shifts.Length, [], 0);

        public Tensor roll(long[] shifts, long[] dims) => Native.tsp_roll(this, shifts, shifts.Length, dims, dims.Length);

        public Tensor roll((long, long) shifts, (long, long) dims) => Native.tsp_roll(this, [shifts.Item1, shifts.Item2], 2, [dims.Item1, dims.Item2], 2);

        public Tensor roll((long, long, long) shifts, (long, long, long) dims) => Native.tsp_roll(this, [shifts.Item1, shifts.Item2, shifts.Item3], 3, [dims.Item1, dims.Item2, dims.Item3], 3);

        public Tensor roll(ReadOnlySpan<long> shifts, ReadOnlySpan<long> dims = default) => Native.tsp_roll(this, shifts, shifts.Length, dims, dims.Length);

        public Tensor repeat(params long[] sizes) => Native.tsp_repeat(this, sizes, sizes.Length);

        public unsafe Tensor repeat_interleave(long repeats, long? dim = null, long? output_size = null)
        {
            long d = dim ?? 0, size = output_size ?? 0;
            return Native.tsp_repeat_interleave(this, repeats, dim is null ? null : &d, output_size is null ? null : &size);
        }

        public unsafe Tensor repeat_interleave(Tensor repeats, long? dim = null, long? output_size = null)
        {
            long d = dim ?? 0, size = output_size ?? 0;
            return Native.tsp_repeat_interleave_tensor(this, repeats, dim is null ? null : &d, output_size is null ? null : &size);
        }

        public Tensor tril(long diagonal = 0) => Native.tsp_tril(this, diagonal);

        public Tensor triu(long diagonal = 0) => Native.tsp_triu(this, diagonal);

        public Tensor diagonal(long offset = 0, long dim1 = 0, long dim2 = 1) => Native.tsp_diagonal(this, offset, dim1, dim2);

        public Tensor movedim(long[] source, long[] destination) => Native.tsp_movedim(this, source, source.Length, destination, destination.Length);

        public Tensor unfold(long dimension, long size, long step) => Native.tsp_unfold(this, dimension, size, step);

        public Tensor[] chunk(long chunks, long dim = 0)
        {
            Native.Check(Native.tsp_chunk(this, chunks, dim, out var list, out var count));
            return Native.TakeList(list, count);
        }

        public Tensor[] split(long size, int dim = 0)
        {
            Native.Check(Native.tsp_split(this, size, dim, out var list, out var count));
            return Native.TakeList(list, count);
        }

        public Tensor[] split(params long[] sizes) => split((ReadOnlySpan<long>)sizes, 0);

        public Tensor[] split(long[] sizes, long dim = 0) => split((ReadOnlySpan<long>)sizes, dim);

        public Tensor[] split(ReadOnlySpan<long> sizes, long dim = 0)
        {
            Native.Check(Native.tsp_split_sizes(this, sizes, sizes.Length, dim, out var list, out var count));
            return Native.TakeList(list, count);
        }

        public Tensor[] unbind(long dimension = 0)
        {
            Native.Check(Native.tsp_unbind(this, dimension, out var list, out var count));
            return Native.TakeList(list, count);
        }
    }
}

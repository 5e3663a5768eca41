namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor sum(ScalarType? type = null) => Native.tsp_sum(this, TypeOr(type));

        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) => Native.tsp_sum_dims(this, [dim], 1, keepdim, TypeOr(type));

        public Tensor sum(long dim0, long dim1, bool keepdim = false, ScalarType? type = null) => Native.tsp_sum_dims(this, [dim0, dim1], 2, keepdim, TypeOr(type));

        public Tensor sum(long dim0, long dim1, long dim2, bool keepdim = false, ScalarType? type = null) => Native.tsp_sum_dims(this, [dim0, dim1, dim2], 3, keepdim, TypeOr(type));

        public Tensor sum(long[] dim, bool keepdim = false, ScalarType? type = null) => Native.tsp_sum_dims(this, dim, dim.Length, keepdim, TypeOr(type));

        public Tensor sum(ReadOnlySpan<long> dim, bool keepdim = false, ScalarType? type = null) => Native.tsp_sum_dims(this, dim, dim.Length, keepdim, TypeOr(type));

        public Tensor mean() => Native.tsp_mean(this);

        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null) => Native.tsp_mean_dims(this, dimensions, dimensions.Length, keepdim, TypeOr(type));

        public Tensor prod(ScalarType? type = null) => Native.tsp_prod(this, TypeOr(type));

        public Tensor prod(long dim, bool keepdim = false, ScalarType? type = null) => Native.tsp_prod_dim(this, dim, keepdim, TypeOr(type));

        public Tensor std(bool unbiased = true) => Native.tsp_std(this, unbiased);

        public Tensor std(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => As(Native.tsp_std_dims(this, [dim], 1, unbiased, keepdim), type);

        public Tensor std((long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => As(Native.tsp_std_dims(this, [dim.Item1, dim.Item2], 2, unbiased, keepdim), type);

        public Tensor std((long, long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => As(Native.tsp_std_dims(this, [dim.Item1, dim.Item2, dim.Item3], 3, unbiased, keepdim), type);

        public Tensor std(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => As(Native.tsp_std_dims(this, dimensions, dimensions.Length, unbiased, keepdim), type);

        public Tensor std(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => As(Native.tsp_std_dims(this, dimensions, dimensions.Length, unbiased, keepdim), type);

        public Tensor var(bool unbiased = true) => Native.tsp_var(this, unbiased);

        public Tensor var(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => As(Native.tsp_var_dims(this, [dim], 1, unbiased, keepdim), type);

        public Tensor var((long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => As(Native.tsp_var_dims(this, [dim.Item1, dim.Item2], 2, unbiased, keepdim), type);

        public Tensor var((long, long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => As(Native.tsp_var_dims(this, [dim.Item1, dim.Item2, dim.Item3], 3, unbiased, keepdim), type);

        public Tensor var(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => As(Native.tsp_var_dims(this, dimensions, dimensions.Length, unbiased, keepdim), type);

        public Tensor var(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => As(Native.tsp_var_dims(this, dimensions, dimensions.Length, unbiased, keepdim), type);

        public Tensor norm(float p = 2) => Native.tsp_norm(this, p);

        public Tensor norm(int dim, bool keepdim = false, float p = 2) => Native.tsp_norm_dim(this, dim, keepdim, p);

        public Tensor all() => Native.tsp_all(this);

        public Tensor all(long dim, bool keepdim = false) => Native.tsp_all_dim(this, dim, keepdim);

        public Tensor any() => Native.tsp_any(this);

        public Tensor any(long dim, bool keepdim = false) => Native.tsp_any_dim(this, dim, keepdim);

        public Tensor max() => Native.tsp_max(this);

        public Tensor max(Tensor other) => Native.tsp_maximum(this, other);

        public (Tensor values, Tensor indexes) max(long dim, bool keepdim = false)
        {
            Native.Check(Native.tsp_max_dim(this, dim, keepdim, out var values, out var indices));
            return (new(values), new(indices));
        }

        public Tensor min() => Native.tsp_min(this);

        public Tensor min(Tensor other) => Native.tsp_minimum(this, other);

        public (Tensor values, Tensor indexes) min(long dim, bool keepdim = false)
        {
            Native.Check(Native.tsp_min_dim(this, dim, keepdim, out var values, out var indices));
            return (new(values), new(indices));
        }

        public Tensor amax(params long[] dims) => Native.tsp_amax(this, dims, dims.Length, false);

        public Tensor amax(long[] dims, bool keepdim = false, Tensor? @out = null) => amax((ReadOnlySpan<long>)dims, keepdim, @out);

        public Tensor amax(ReadOnlySpan<long> dims, bool keepdim = false, Tensor? @out = null)
        {
            if (@out is not null) throw new NotSupportedException("The stand-in for TorchSharp makes a new tensor; it takes no 'out'.");
            return Native.tsp_amax(this, dims, dims.Length, keepdim);
        }

        public Tensor amin(params long[] dims) => Native.tsp_amin(this, dims, dims.Length, false);

        public Tensor amin(long[] dims, bool keepdim = false, Tensor? @out = null) => amin((ReadOnlySpan<long>)dims, keepdim, @out);

        public Tensor amin(ReadOnlySpan<long> dims, bool keepdim = false, Tensor? @out = null)
        {
            if (@out is not null) throw new NotSupportedException("The stand-in for TorchSharp makes a new tensor; it takes no 'out'.");
            return Native.tsp_amin(this, dims, dims.Length, keepdim);
        }

        public Tensor argmax() => Native.tsp_argmax(this);

        public Tensor argmax(long dim, bool keepdim = false) => Native.tsp_argmax_dim(this, dim, keepdim);

        public Tensor argmin() => Native.tsp_argmin(this);

        public Tensor argmin(long dim, bool keepdim = false) => Native.tsp_argmin_dim(this, dim, keepdim);

        public Tensor argsort(long dim = -1, bool descending = false) => Native.tsp_argsort(this, dim, descending);

        public (Tensor Values, Tensor Indices) sort(long dim = -1, bool descending = false, bool stable = false)
        {
            Native.Check(Native.tsp_sort(this, dim, descending, stable, out var values, out var indices));
            return (new(values), new(indices));
        }

        public (Tensor values, Tensor indexes) topk(int k, int dim = -1, bool largest = true, bool sorted = true)
        {
            Native.Check(Native.tsp_topk(this, k, dim, largest, sorted, out var values, out var indices));
            return (new(values), new(indices));
        }

        public Tensor cumsum(long dim, ScalarType? type = null) => Native.tsp_cumsum(this, dim, TypeOr(type));

        public Tensor logsumexp(long dim, bool keepdim = false) => Native.tsp_logsumexp(this, dim, keepdim);

        public Tensor softmax(long dim, ScalarType? dtype = null) => Native.tsp_softmax(this, dim, TypeOr(dtype));

        public Tensor log_softmax(long dim, ScalarType? dtype = null) => Native.tsp_log_softmax(this, dim, TypeOr(dtype));

        public Tensor bincount(Tensor? weights, long minlength = 0) => Native.tsp_bincount(this, weights, minlength);

        public (Tensor output, Tensor? inverse_indices, Tensor? counts) unique(bool sorted = true, bool return_inverse = false, bool return_counts = false, int? dim = null)
        {
            if (dim is not null) throw new NotSupportedException("The stand-in for TorchSharp finds unique elements of the whole tensor only.");
            Native.Check(Native.tsp_unique(this, sorted, return_inverse, return_counts, out var values, out var inverse, out var counts));
            return (new(values), inverse == 0 ? null : new(inverse), counts == 0 ? null : new(counts));
        }

        internal static int TypeOr(ScalarType? type) => type is { } t ? (int)t : -1;

        private static Tensor As(Tensor result, ScalarType? type) => type is { } t ? result.to_type(t, disposeAfter: true) : result;
    }
}

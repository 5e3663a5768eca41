using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;
using static TorchSharp.torch;
using static System.Runtime.InteropServices.UnmanagedType;

namespace TorchSharp;

// Along dimensions, and products of matrices. (native/reductions.cpp)
internal static unsafe partial class Native
{
    [LibraryImport(Library)] internal static partial Tensor tsp_sum(Tensor t, int type);
    [LibraryImport(Library)] internal static partial Tensor tsp_sum_dims(Tensor t, ReadOnlySpan<long> dims, int length, [MarshalAs(U1)] bool keepdim, int type);
    [LibraryImport(Library)] internal static partial Tensor tsp_mean(Tensor t);
    [LibraryImport(Library)] internal static partial Tensor tsp_mean_dims(Tensor t, ReadOnlySpan<long> dims, int length, [MarshalAs(U1)] bool keepdim, int type);
    [LibraryImport(Library)] internal static partial Tensor tsp_std(Tensor t, [MarshalAs(U1)] bool unbiased);
    [LibraryImport(Library)] internal static partial Tensor tsp_std_dims(Tensor t, ReadOnlySpan<long> dims, int length, [MarshalAs(U1)] bool unbiased, [MarshalAs(U1)] bool keepdim);
    [LibraryImport(Library)] internal static partial Tensor tsp_var(Tensor t, [MarshalAs(U1)] bool unbiased);
    [LibraryImport(Library)] internal static partial Tensor tsp_var_dims(Tensor t, ReadOnlySpan<long> dims, int length, [MarshalAs(U1)] bool unbiased, [MarshalAs(U1)] bool keepdim);
    [LibraryImport(Library)] internal static partial Tensor tsp_prod(Tensor t, int type);
    [LibraryImport(Library)] internal static partial Tensor tsp_prod_dim(Tensor t, long dim, [MarshalAs(U1)] bool keepdim, int type);
    [LibraryImport(Library)] internal static partial Tensor tsp_norm(Tensor t, float p);
    [LibraryImport(Library)] internal static partial Tensor tsp_norm_dim(Tensor t, long dim, [MarshalAs(U1)] bool keepdim, float p);
    [LibraryImport(Library)] internal static partial Tensor tsp_all(Tensor t);
    [LibraryImport(Library)] internal static partial Tensor tsp_all_dim(Tensor t, long dim, [MarshalAs(U1)] bool keepdim);
    [LibraryImport(Library)] internal static partial Tensor tsp_any(Tensor t);
    [LibraryImport(Library)] internal static partial Tensor tsp_any_dim(Tensor t, long dim, [MarshalAs(U1)] bool keepdim);
    [LibraryImport(Library)] internal static partial Tensor tsp_max(Tensor t);
    [LibraryImport(Library)] internal static partial Tensor tsp_min(Tensor t);
    [LibraryImport(Library)] internal static partial int tsp_max_dim(Tensor t, long dim, [MarshalAs(U1)] bool keepdim, out nint values, out nint indices);
    [LibraryImport(Library)] internal static partial int tsp_min_dim(Tensor t, long dim, [MarshalAs(U1)] bool keepdim, out nint values, out nint indices);
    [LibraryImport(Library)] internal static partial Tensor tsp_amax(Tensor t, ReadOnlySpan<long> dims, int length, [MarshalAs(U1)] bool keepdim);
    [LibraryImport(Library)] internal static partial Tensor tsp_amin(Tensor t, ReadOnlySpan<long> dims, int length, [MarshalAs(U1)] bool keepdim);
    [LibraryImport(Library)] internal static partial Tensor tsp_argmax(Tensor t);
    [LibraryImport(Library)] internal static partial Tensor tsp_argmax_dim(Tensor t, long dim, [MarshalAs(U1)] bool keepdim);
    [LibraryImport(Library)] internal static partial Tensor tsp_argmin(Tensor t);
    [LibraryImport(Library)] internal static partial Tensor tsp_argmin_dim(Tensor t, long dim, [MarshalAs(U1)] bool keepdim);
    [LibraryImport(Library)] internal static partial Tensor tsp_argsort(Tensor t, long dim, [MarshalAs(U1)] bool descending);
    [LibraryImport(Library)] internal static partial int tsp_sort(Tensor t, long dim, [MarshalAs(U1)] bool descending, [MarshalAs(U1)] bool stable, out nint values, out nint indices);
    [LibraryImport(Library)] internal static partial int tsp_topk(Tensor t, long k, long dim, [MarshalAs(U1)] bool largest, [MarshalAs(U1)] bool sorted, out nint values, out nint indices);
    [LibraryImport(Library)] internal static partial Tensor tsp_cumsum(Tensor t, long dim, int type);
    [LibraryImport(Library)] internal static partial Tensor tsp_logsumexp(Tensor t, long dim, [MarshalAs(U1)] bool keepdim);
    [LibraryImport(Library)] internal static partial Tensor tsp_softmax(Tensor t, long dim, int type);
    [LibraryImport(Library)] internal static partial Tensor tsp_log_softmax(Tensor t, long dim, int type);
    [LibraryImport(Library)] internal static partial Tensor tsp_bincount(Tensor t, [MarshalUsing(typeof(OptionalTensorMarshaller))] Tensor? weights, long minlength);
    [LibraryImport(Library)] internal static partial Tensor tsp_cosine_similarity(Tensor a, Tensor b, long dim, double eps);
    [LibraryImport(Library)] internal static partial int tsp_unique(Tensor t, [MarshalAs(U1)] bool sorted, [MarshalAs(U1)] bool inverse, [MarshalAs(U1)] bool counts, out nint values, out nint inverses, out nint numbers);
    [LibraryImport(Library)] internal static partial Tensor tsp_matmul(Tensor a, Tensor b);
    [LibraryImport(Library)] internal static partial Tensor tsp_mm(Tensor a, Tensor b);
    [LibraryImport(Library)] internal static partial Tensor tsp_bmm(Tensor a, Tensor b);
    [LibraryImport(Library)] internal static partial Tensor tsp_dot(Tensor a, Tensor b);
    [LibraryImport(Library)] internal static partial Tensor tsp_outer(Tensor a, Tensor b);
    [LibraryImport(Library)] internal static partial Tensor tsp_addmm(Tensor t, Tensor a, Tensor b, float beta, float alpha);
    [LibraryImport(Library)] internal static partial int tsp_addmm_(Tensor t, Tensor a, Tensor b, float beta, float alpha);
    [LibraryImport(Library)] internal static partial Tensor tsp_baddbmm(Tensor t, Tensor a, Tensor b, float beta, float alpha);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] internal static partial Tensor tsp_einsum(string equation, nint[] operands, int count);
}

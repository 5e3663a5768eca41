using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;
using static TorchSharp.torch;
using static System.Runtime.InteropServices.UnmanagedType;

namespace TorchSharp;

// Reading and writing at indices and masks. (native/indexing.cpp)
internal static unsafe partial class Native
{
    [LibraryImport(Library)] internal static partial Tensor tsp_gather(Tensor t, long dim, Tensor index);
    [LibraryImport(Library)] internal static partial Tensor tsp_scatter(Tensor t, long dim, Tensor index, Tensor source);
    [LibraryImport(Library)] internal static partial int tsp_scatter_(Tensor t, long dim, Tensor index, Tensor source);
    [LibraryImport(Library)] internal static partial Tensor tsp_scatter_add(Tensor t, long dim, Tensor index, Tensor source);
    [LibraryImport(Library)] internal static partial int tsp_scatter_add_(Tensor t, long dim, Tensor index, Tensor source);
    [LibraryImport(Library)] internal static partial Tensor tsp_index_select(Tensor t, long dim, Tensor index);
    [LibraryImport(Library)] internal static partial Tensor tsp_index_add(Tensor t, long dim, Tensor index, Tensor source, Scalar alpha);
    [LibraryImport(Library)] internal static partial int tsp_index_add_(Tensor t, long dim, Tensor index, Tensor source, Scalar alpha);
    [LibraryImport(Library)] internal static partial int tsp_index_copy_(Tensor t, long dim, Tensor index, Tensor source);
    [LibraryImport(Library)] internal static partial int tsp_index_fill_(Tensor t, long dim, Tensor index, Scalar value);
    [LibraryImport(Library)] internal static partial Tensor tsp_masked_fill(Tensor t, [MarshalUsing(typeof(OptionalTensorMarshaller))] Tensor? mask, Scalar value);
    [LibraryImport(Library)] internal static partial int tsp_masked_fill_(Tensor t, [MarshalUsing(typeof(OptionalTensorMarshaller))] Tensor? mask, Scalar value);
    [LibraryImport(Library)] internal static partial Tensor tsp_masked_select(Tensor t, [MarshalUsing(typeof(OptionalTensorMarshaller))] Tensor? mask);
    [LibraryImport(Library)] internal static partial Tensor tsp_masked_scatter(Tensor t, [MarshalUsing(typeof(OptionalTensorMarshaller))] Tensor? mask, Tensor source);
    [LibraryImport(Library)] internal static partial int tsp_masked_scatter_(Tensor t, [MarshalUsing(typeof(OptionalTensorMarshaller))] Tensor? mask, Tensor source);
    [LibraryImport(Library)] internal static partial Tensor tsp_nonzero(Tensor t);
    [LibraryImport(Library)] internal static partial Tensor tsp_isin(Tensor t, Tensor elements, [MarshalAs(U1)] bool assumeUnique, [MarshalAs(U1)] bool invert);
    [LibraryImport(Library)] internal static partial Tensor tsp_bucketize(Tensor t, Tensor boundaries, [MarshalAs(U1)] bool @int32, [MarshalAs(U1)] bool right);
    [LibraryImport(Library)] internal static partial Tensor tsp_take_along_dim(Tensor t, Tensor indices, long dim);
    [LibraryImport(Library)] internal static partial Tensor tsp_index(Tensor t, ReadOnlySpan<NativeIndex> from, int count);
    [LibraryImport(Library)] internal static partial int tsp_index_put_(Tensor t, ReadOnlySpan<NativeIndex> from, int count, Tensor value, [MarshalAs(U1)] bool accumulate);
    [LibraryImport(Library)] internal static partial int tsp_index_put_scalar_(Tensor t, ReadOnlySpan<NativeIndex> from, int count, Scalar value);
}

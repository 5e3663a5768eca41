using System.Runtime.InteropServices;
using static TorchSharp.torch;
using static System.Runtime.InteropServices.UnmanagedType;

namespace TorchSharp;

// Views, and putting tensors together and apart. (native/shape.cpp)
internal static unsafe partial class Native
{
    [LibraryImport(Library)] internal static partial Tensor tsp_view(Tensor t, ReadOnlySpan<long> size, int length);
    [LibraryImport(Library)] internal static partial Tensor tsp_reshape(Tensor t, ReadOnlySpan<long> size, int length);
    [LibraryImport(Library)] internal static partial Tensor tsp_expand(Tensor t, ReadOnlySpan<long> size, int length, [MarshalAs(U1)] bool @implicit);
    [LibraryImport(Library)] internal static partial Tensor tsp_permute(Tensor t, ReadOnlySpan<long> dims, int length);
    [LibraryImport(Library)] internal static partial Tensor tsp_transpose(Tensor t, long a, long b);
    [LibraryImport(Library)] internal static partial Tensor tsp_t(Tensor t);
    [LibraryImport(Library)] internal static partial Tensor tsp_unsqueeze(Tensor t, long dim);
    [LibraryImport(Library)] internal static partial Tensor tsp_squeeze(Tensor t);
    [LibraryImport(Library)] internal static partial Tensor tsp_squeeze_dim(Tensor t, long dim);
    [LibraryImport(Library)] internal static partial Tensor tsp_flatten(Tensor t, long start, long end);
    [LibraryImport(Library)] internal static partial Tensor tsp_unflatten(Tensor t, long dim, ReadOnlySpan<long> size, int length);
    [LibraryImport(Library)] internal static partial Tensor tsp_narrow(Tensor t, long dim, long start, long length);
    [LibraryImport(Library)] internal static partial Tensor tsp_select(Tensor t, long dim, long index);
    [LibraryImport(Library)] internal static partial Tensor tsp_slice(Tensor t, long dim, long start, long finish, long step);
    [LibraryImport(Library)] internal static partial Tensor tsp_as_strided(Tensor t, ReadOnlySpan<long> size, ReadOnlySpan<long> strides, int length, long offset);
    [LibraryImport(Library)] internal static partial Tensor tsp_flip(Tensor t, ReadOnlySpan<long> dims, int length);
    [LibraryImport(Library)] internal static partial Tensor tsp_roll(Tensor t, ReadOnlySpan<long> shifts, int shiftCount, ReadOnlySpan<long> dims, int dimCount);
    [LibraryImport(Library)] internal static partial Tensor tsp_repeat(Tensor t, ReadOnlySpan<long> repeats, int length);
    [LibraryImport(Library)] internal static partial Tensor tsp_repeat_interleave(Tensor t, long repeats, long* dim, long* outputSize);
    [LibraryImport(Library)] internal static partial Tensor tsp_repeat_interleave_tensor(Tensor t, Tensor repeats, long* dim, long* outputSize);
    [LibraryImport(Library)] internal static partial Tensor tsp_tril(Tensor t, long diagonal);
    [LibraryImport(Library)] internal static partial Tensor tsp_triu(Tensor t, long diagonal);
    [LibraryImport(Library)] internal static partial Tensor tsp_diagonal(Tensor t, long offset, long dim1, long dim2);
    [LibraryImport(Library)] internal static partial Tensor tsp_movedim(Tensor t, ReadOnlySpan<long> from, int fromCount, ReadOnlySpan<long> to, int toCount);
    [LibraryImport(Library)] internal static partial Tensor tsp_unfold(Tensor t, long dim, long size, long step);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] internal static partial Tensor tsp_pad(Tensor t, ReadOnlySpan<long> pad, int length, string mode, double value);
    [LibraryImport(Library)] internal static partial Tensor tsp_cat(nint[] parts, int count, long dim);
    [LibraryImport(Library)] internal static partial Tensor tsp_stack(nint[] parts, int count, long dim);
    [LibraryImport(Library)] internal static partial int tsp_chunk(Tensor t, long chunks, long dim, out nint result, out int count);
    [LibraryImport(Library)] internal static partial int tsp_split(Tensor t, long size, long dim, out nint result, out int count);
    [LibraryImport(Library)] internal static partial int tsp_split_sizes(Tensor t, ReadOnlySpan<long> sizes, int length, long dim, out nint result, out int count);
    [LibraryImport(Library)] internal static partial int tsp_unbind(Tensor t, long dim, out nint result, out int count);
}

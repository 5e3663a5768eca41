using System.Runtime.InteropServices;
using static TorchSharp.torch;
using static System.Runtime.InteropServices.UnmanagedType;

namespace TorchSharp;

// New tensors. (native/creation.cpp)
internal static unsafe partial class Native
{
    [LibraryImport(Library)] internal static partial Tensor tsp_zeros(ReadOnlySpan<long> size, int length, int type, int deviceType, int deviceIndex, [MarshalAs(U1)] bool requiresGrad);
    [LibraryImport(Library)] internal static partial Tensor tsp_ones(ReadOnlySpan<long> size, int length, int type, int deviceType, int deviceIndex, [MarshalAs(U1)] bool requiresGrad);
    [LibraryImport(Library)] internal static partial Tensor tsp_empty(ReadOnlySpan<long> size, int length, int type, int deviceType, int deviceIndex, [MarshalAs(U1)] bool requiresGrad);
    [LibraryImport(Library)] internal static partial Tensor tsp_full(ReadOnlySpan<long> size, int length, Scalar value, int type, int deviceType, int deviceIndex, [MarshalAs(U1)] bool requiresGrad);
    [LibraryImport(Library)] internal static partial Tensor tsp_eye(long rows, long columns, int type, int deviceType, int deviceIndex, [MarshalAs(U1)] bool requiresGrad);
    [LibraryImport(Library)] internal static partial Tensor tsp_arange(Scalar start, Scalar stop, Scalar step, int type, int deviceType, int deviceIndex, [MarshalAs(U1)] bool requiresGrad);
    [LibraryImport(Library)] internal static partial Tensor tsp_linspace(double start, double end, long steps, int type, int deviceType, int deviceIndex, [MarshalAs(U1)] bool requiresGrad);
    [LibraryImport(Library)] internal static partial Tensor tsp_rand(ReadOnlySpan<long> size, int length, Generator? generator, int type, int deviceType, int deviceIndex, [MarshalAs(U1)] bool requiresGrad);
    [LibraryImport(Library)] internal static partial Tensor tsp_randn(ReadOnlySpan<long> size, int length, Generator? generator, int type, int deviceType, int deviceIndex, [MarshalAs(U1)] bool requiresGrad);
    [LibraryImport(Library)] internal static partial Tensor tsp_randint(long low, long high, ReadOnlySpan<long> size, int length, Generator? generator, int type, int deviceType, int deviceIndex, [MarshalAs(U1)] bool requiresGrad);
    [LibraryImport(Library)] internal static partial Tensor tsp_randperm(long n, Generator? generator, int type, int deviceType, int deviceIndex, [MarshalAs(U1)] bool requiresGrad);
    [LibraryImport(Library)] internal static partial Tensor tsp_multinomial(Tensor t, long samples, [MarshalAs(U1)] bool replacement, Generator? generator);
    [LibraryImport(Library)] internal static partial Tensor tsp_bernoulli(Tensor t, Generator? generator);
    [LibraryImport(Library)] internal static partial Tensor tsp_from_memory(nint data, long bytes, ReadOnlySpan<long> size, int length, int type);
    [LibraryImport(Library)] internal static partial Tensor tsp_from_shared_memory(nint data, ReadOnlySpan<long> size, int length, int type, delegate* unmanaged<nint, void> release, nint context);
    [LibraryImport(Library)] internal static partial int tsp_normal_(Tensor t, double mean, double std, Generator? generator);
    [LibraryImport(Library)] internal static partial int tsp_uniform_(Tensor t, double from, double to, Generator? generator);
    [LibraryImport(Library)] internal static partial int tsp_bernoulli_(Tensor t, double p, Generator? generator);
    [LibraryImport(Library)] internal static partial int tsp_random_(Tensor t, long from, long to, Generator? generator);
    [LibraryImport(Library)] internal static partial int tsp_exponential_(Tensor t, double lambda, Generator? generator);
}

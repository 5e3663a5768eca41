using System.Runtime.InteropServices;
using static TorchSharp.torch;
using static System.Runtime.InteropServices.UnmanagedType;

namespace TorchSharp;

// Lifetime, properties and transfer of tensors; threads, generators, devices. (native/core.cpp)
internal static unsafe partial class Native
{
    [LibraryImport(Library)] internal static partial void tsp_free(nint tensor);
    [LibraryImport(Library)] internal static partial void tsp_free_list(nint list);
    [LibraryImport(Library)] internal static partial long tsp_dim(Tensor t);
    [LibraryImport(Library)] internal static partial long tsp_numel(Tensor t);
    [LibraryImport(Library)] internal static partial long tsp_element_size(Tensor t);
    [LibraryImport(Library)] internal static partial int tsp_scalar_type(Tensor t);
    [LibraryImport(Library)] internal static partial int tsp_device_type(Tensor t);
    [LibraryImport(Library)] internal static partial int tsp_device_index(Tensor t);
    [LibraryImport(Library)][return: MarshalAs(U1)] internal static partial bool tsp_requires_grad(Tensor t);
    [LibraryImport(Library)][return: MarshalAs(U1)] internal static partial bool tsp_is_leaf(Tensor t);
    [LibraryImport(Library)][return: MarshalAs(U1)] internal static partial bool tsp_is_contiguous(Tensor t);
    [LibraryImport(Library)] internal static partial int tsp_sizes(Tensor t, Span<long> result);
    [LibraryImport(Library)] internal static partial int tsp_strides(Tensor t, Span<long> result);
    [LibraryImport(Library)] internal static partial int tsp_storage_offset(Tensor t, out long result);
    [LibraryImport(Library)] internal static partial int tsp_data_ptr(Tensor t, out nint result);
    [LibraryImport(Library)] internal static partial int tsp_item(Tensor t, out Number result);
    [LibraryImport(Library)] internal static partial Tensor tsp_alias(Tensor t);
    [LibraryImport(Library)] internal static partial Tensor tsp_clone(Tensor t);
    [LibraryImport(Library)] internal static partial Tensor tsp_contiguous(Tensor t);
    [LibraryImport(Library)] internal static partial Tensor tsp_pin_memory(Tensor t);
    [LibraryImport(Library)] internal static partial Tensor tsp_to(Tensor t, int type, int deviceType, int deviceIndex, [MarshalAs(U1)] bool copy, [MarshalAs(U1)] bool nonBlocking);
    [LibraryImport(Library)] internal static partial int tsp_copy_(Tensor t, Tensor source, [MarshalAs(U1)] bool nonBlocking);
    [LibraryImport(Library)] internal static partial int tsp_set_(Tensor t, Tensor source);
    [LibraryImport(Library)] internal static partial int tsp_equal(Tensor a, Tensor b, [MarshalAs(U1)] out bool result);
    [LibraryImport(Library)] internal static partial int tsp_allclose(Tensor a, Tensor b, double rtol, double atol, [MarshalAs(U1)] bool equalNan, [MarshalAs(U1)] out bool result);
    [LibraryImport(Library)] internal static partial int tsp_result_type(Tensor a, Tensor b, out int result);
    [LibraryImport(Library)] internal static partial int tsp_get_num_threads();
    [LibraryImport(Library)] internal static partial int tsp_get_num_interop_threads();
    [LibraryImport(Library)] internal static partial int tsp_set_num_threads(int n);
    [LibraryImport(Library)] internal static partial int tsp_set_num_interop_threads(int n);
    [LibraryImport(Library)] internal static partial nint tsp_generator_new(ulong seed, int deviceType, int deviceIndex);
    [LibraryImport(Library)] internal static partial nint tsp_generator_default(int deviceType, int deviceIndex);
    [LibraryImport(Library)] internal static partial void tsp_generator_free(nint g);
    [LibraryImport(Library)] internal static partial int tsp_generator_manual_seed(Generator g, ulong seed);
    [LibraryImport(Library)] internal static partial int tsp_generator_seed(Generator g, out ulong result);
    [LibraryImport(Library)] internal static partial int tsp_generator_initial_seed(Generator g, out ulong result);
    [LibraryImport(Library)] internal static partial Tensor tsp_generator_get_state(Generator g);
    [LibraryImport(Library)] internal static partial int tsp_generator_set_state(Generator g, Tensor state);
    [LibraryImport(Library)] internal static partial int tsp_manual_seed(ulong seed);
    [LibraryImport(Library)] internal static partial int tsp_cuda_device_count();
    [LibraryImport(Library)][return: MarshalAs(U1)] internal static partial bool tsp_cudnn_is_available();
    [LibraryImport(Library)] internal static partial int tsp_cuda_synchronize(int deviceIndex);
    [LibraryImport(Library)] internal static partial int tsp_cuda_manual_seed(ulong seed);
    [LibraryImport(Library)] internal static partial int tsp_cuda_manual_seed_all(ulong seed);
    [LibraryImport(Library)][return: MarshalAs(U1)] internal static partial bool tsp_get_allow_tf32_cublas();
    [LibraryImport(Library)] internal static partial int tsp_set_allow_tf32_cublas([MarshalAs(U1)] bool on);
    [LibraryImport(Library)][return: MarshalAs(U1)] internal static partial bool tsp_get_allow_tf32_cudnn();
    [LibraryImport(Library)] internal static partial int tsp_set_allow_tf32_cudnn([MarshalAs(U1)] bool on);
    [LibraryImport(Library)] internal static partial int tsp_use_deterministic_algorithms([MarshalAs(U1)] bool mode, [MarshalAs(U1)] bool warnOnly);
}

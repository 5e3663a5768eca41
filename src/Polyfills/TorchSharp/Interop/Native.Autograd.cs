using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;
using static TorchSharp.torch;
using static System.Runtime.InteropServices.UnmanagedType;

namespace TorchSharp;

// Gradients, and the modes in which none are recorded. (native/autograd.cpp)
internal static unsafe partial class Native
{
    [LibraryImport(Library)][return: MarshalAs(U1)] internal static partial bool tsp_grad_enabled();
    [LibraryImport(Library)] internal static partial void tsp_set_grad_enabled([MarshalAs(U1)] bool enabled);
    [LibraryImport(Library)][return: MarshalAs(U1)] internal static partial bool tsp_inference_enabled();
    [LibraryImport(Library)] internal static partial nint tsp_inference_enter([MarshalAs(U1)] bool enabled);
    [LibraryImport(Library)] internal static partial void tsp_inference_leave(nint guard);
    [LibraryImport(Library)] internal static partial int tsp_set_requires_grad(Tensor t, [MarshalAs(U1)] bool on);
    [LibraryImport(Library)] internal static partial int tsp_retain_grad(Tensor t);
    [LibraryImport(Library)] internal static partial Tensor tsp_detach(Tensor t);
    [LibraryImport(Library)] internal static partial int tsp_detach_(Tensor t);
    [LibraryImport(Library)] internal static partial int tsp_grad(Tensor t, out nint result);
    [LibraryImport(Library)] internal static partial int tsp_set_grad(Tensor t, [MarshalUsing(typeof(OptionalTensorMarshaller))] Tensor? grad);
    [LibraryImport(Library)] internal static partial int tsp_backward(nint[] outputs, int count, nint[] gradients, int gradientCount, [MarshalAs(U1)] bool retainGraph, [MarshalAs(U1)] bool createGraph, nint[] inputs, int inputCount);
    [LibraryImport(Library)] internal static partial int tsp_autograd_grad(nint[] outputs, int count, nint[] inputs, int inputCount, nint[] gradients, int gradientCount, [MarshalAs(U1)] bool retainGraph, [MarshalAs(U1)] bool createGraph, [MarshalAs(U1)] bool allowUnused, out nint result);
}

using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;

namespace TorchSharp;

/// <summary>A number as the native side reads it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Number
{
    internal enum NumberKind : long { None, Bool, Integer, Real, Complex }

    internal NumberKind Kind;
    internal long Integer;
    internal double Real;
    internal double Imaginary;
}

/// <summary>
/// Passes a tensor as its handle and keeps it alive until the call is over: without that its finalizer could free it meanwhile.
/// What comes back becomes a new tensor; null means that libtorch threw.
/// </summary>
[CustomMarshaller(typeof(torch.Tensor), MarshalMode.ManagedToUnmanagedIn, typeof(In))]
[CustomMarshaller(typeof(torch.Tensor), MarshalMode.ManagedToUnmanagedOut, typeof(TensorMarshaller))]
internal static class TensorMarshaller
{
    public static torch.Tensor ConvertToManaged(nint handle) => handle == 0 ? throw Native.LastError() : new torch.Tensor(handle);

    internal ref struct In
    {
        private torch.Tensor _tensor;

        public void FromManaged(torch.Tensor tensor) => _tensor = tensor ?? throw new ArgumentNullException(nameof(tensor), "A tensor is needed here, but null was given.");

        public readonly nint ToUnmanaged() => _tensor.Handle;

        public readonly void OnInvoked() => GC.KeepAlive(_tensor);

        public readonly void Free() { }
    }
}

/// <summary>The same for a parameter that may be null.</summary>
[CustomMarshaller(typeof(torch.Tensor), MarshalMode.ManagedToUnmanagedIn, typeof(In))]
internal static class OptionalTensorMarshaller
{
    internal ref struct In
    {
        private torch.Tensor? _tensor;

        public void FromManaged(torch.Tensor? tensor) => _tensor = tensor;

        public readonly nint ToUnmanaged() => _tensor is null ? 0 : _tensor.Handle;

        public readonly void OnInvoked() => GC.KeepAlive(_tensor);

        public readonly void Free() { }
    }
}

/// <summary>Passes a generator, or null for libtorch's own.</summary>
[CustomMarshaller(typeof(torch.Generator), MarshalMode.ManagedToUnmanagedIn, typeof(In))]
internal static class GeneratorMarshaller
{
    internal ref struct In
    {
        private torch.Generator? _generator;

        public void FromManaged(torch.Generator? generator) => _generator = generator;

        public readonly nint ToUnmanaged() => _generator is null ? 0 : _generator.Handle;

        public readonly void OnInvoked() => GC.KeepAlive(_generator);

        public readonly void Free() { }
    }
}

/// <summary>Null stands for a number that is left out.</summary>
[CustomMarshaller(typeof(Scalar), MarshalMode.ManagedToUnmanagedIn, typeof(ScalarMarshaller))]
internal static class ScalarMarshaller
{
    public static Number ConvertToUnmanaged(Scalar? scalar) => scalar is null ? default : scalar.Value;
}

/// <summary>The handles of several tensors, which stay alive as long as this does.</summary>
internal readonly struct TensorHandles
{
    private readonly IReadOnlyList<torch.Tensor> _tensors;
    internal readonly nint[] Values;

    internal TensorHandles(IReadOnlyList<torch.Tensor>? tensors)
    {
        _tensors = tensors ?? [];
        Values = new nint[_tensors.Count];
        for (var i = 0; i < Values.Length; i++)
            Values[i] = (_tensors[i] ?? throw new ArgumentNullException(nameof(tensors), $"Tensor {i} of the list is null.")).Handle;
    }

    internal int Count => Values.Length;

    internal void KeepAlive() => GC.KeepAlive(_tensors);
}

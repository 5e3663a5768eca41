using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>An index as the native side reads it (native/indexing.cpp).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeIndex
{
    internal enum IndexKind : long { None, Ellipsis, Single, Bool, Slice, ByTensor }

    /// <summary>The end of a slice that is left out.</summary>
    internal const long Open = long.MinValue;

    internal IndexKind Kind;
    internal long Start;
    internal long Stop;
    internal long Step;
    internal nint Tensor;
}

public static partial class torch
{
    /// <summary>One of the indices that select a part of a tensor, a dimension each.</summary>
    public struct TensorIndex
    {
        private NativeIndex.IndexKind _kind;
        private long _start;
        private long _stop;
        private long _step;
        private Tensor? _tensor;

        /// <summary>A new dimension of size 1.</summary>
        public static TensorIndex None = new() { _kind = NativeIndex.IndexKind.None };

        public static TensorIndex Null = None;

        /// <summary>As many whole dimensions as are left.</summary>
        public static TensorIndex Ellipsis = new() { _kind = NativeIndex.IndexKind.Ellipsis };

        /// <summary>A whole dimension.</summary>
        public static TensorIndex Colon = Slice();

        public static TensorIndex Slice(long? start = null, long? stop = null, long? step = null) => new()
        {
            _kind = NativeIndex.IndexKind.Slice,
            _start = start ?? NativeIndex.Open,
            _stop = stop ?? NativeIndex.Open,
            _step = step ?? NativeIndex.Open,
        };

        public static TensorIndex Slice((int?, int?) range) => Slice(range.Item1, range.Item2);

        public static TensorIndex Slice(Range range)
        {
            long? start = range.Start.IsFromEnd ? -range.Start.Value : range.Start.Value;
            long? stop = range.End.IsFromEnd ? (range.End.Value == 0 ? null : -range.End.Value) : range.End.Value;
            return Slice(start, stop);
        }

        public static TensorIndex Bool(bool value) => new() { _kind = NativeIndex.IndexKind.Bool, _start = value ? 1 : 0 };

        public static TensorIndex Single(long? index) => index is { } i ? new() { _kind = NativeIndex.IndexKind.Single, _start = i } : None;

        public static TensorIndex Tensor(Tensor tensor) => new() { _kind = NativeIndex.IndexKind.ByTensor, _tensor = tensor };

        public static implicit operator TensorIndex(long value) => Single(value);

        public static implicit operator TensorIndex((int?, int?) range) => Slice(range);

        public static implicit operator TensorIndex(Range range) => Slice(range);

        public static implicit operator TensorIndex(Index index) => Single(index.IsFromEnd ? -index.Value : index.Value);

        internal readonly NativeIndex ToNative() => new()
        {
            Kind = _kind,
            Start = _start,
            Stop = _stop,
            Step = _step,
            Tensor = _kind == NativeIndex.IndexKind.ByTensor ? (_tensor ?? throw new ArgumentNullException(nameof(Tensor), "An index is a null tensor.")).Handle : 0,
        };
    }
}

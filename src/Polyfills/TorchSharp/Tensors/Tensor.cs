using System.Runtime.InteropServices.Marshalling;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A libtorch tensor. It is freed when it is disposed, when its dispose scope ends, or else by its finalizer.</summary>
    [NativeMarshalling(typeof(TensorMarshaller))]
    public partial class Tensor : IDisposable
    {
        private static long s_totalCount;
        private static long s_peakCount;

        internal nint handle;

        internal Tensor(nint handle) : this(handle, register: true) { }

        internal Tensor(nint handle, bool register)
        {
            this.handle = handle;
            var total = Interlocked.Increment(ref s_totalCount);
            // Without a lock: the peak is for diagnosis only.
            if (total > s_peakCount) s_peakCount = total;
            if (register) OwningDisposeScope = DisposeScopeManager.ThreadSingleton.Register(this);
        }

        ~Tensor() => Dispose(false);

        /// <summary>Live managed tensors of the process.</summary>
        public static long TotalCount => Interlocked.Read(ref s_totalCount);

        public static long PeakCount => s_peakCount;

        internal DisposeScope? OwningDisposeScope { get; set; }

        /// <summary>A name for people; libtorch does not know it.</summary>
        public string? name { get; set; }

        /// <exception cref="InvalidOperationException">The tensor is disposed.</exception>
        public IntPtr Handle => handle != 0 ? handle : throw new InvalidOperationException("Tensor invalid -- empty handle.");

        /// <summary>Whether the tensor is disposed.</summary>
        public bool IsInvalid => handle == 0;

        public void Dispose()
        {
            if (handle != 0)
            {
                DisposeScopeManager.ThreadSingleton.Disposing(this);
                OwningDisposeScope?.MarkAsDisposed(this);
            }
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            var freed = Interlocked.Exchange(ref handle, 0);
            if (freed == 0) return;
            Interlocked.Decrement(ref s_totalCount);
            Native.tsp_free(freed);
        }

        /// <summary>Gives the handle away: the caller has to free it from now on.</summary>
        public IntPtr DecoupleFromNativeHandle()
        {
            GC.SuppressFinalize(this);
            var given = Interlocked.Exchange(ref handle, 0);
            if (given == 0) throw new InvalidOperationException("Tensor invalid -- empty handle.");
            Interlocked.Decrement(ref s_totalCount);
            return given;
        }

        /// <summary>Makes this tensor empty; another takes its handle and its place in the dispose scope.</summary>
        internal nint MoveHandle()
        {
            var moved = Handle;
            handle = 0;
            Interlocked.Decrement(ref s_totalCount);
            return moved;
        }

        public Tensor MoveToOuterDisposeScope()
        {
            OwningDisposeScope?.MoveToOuter(this);
            return this;
        }

        public Tensor MoveToOtherDisposeScope(DisposeScope other)
        {
            OwningDisposeScope?.MoveToOther(other, this);
            return this;
        }

        public Tensor MoveToOtherDisposeScope(Tensor other) => MoveToOtherDisposeScope(other.OwningDisposeScope!);

        public Tensor DetachFromDisposeScope()
        {
            OwningDisposeScope?.Detach(this);
            return this;
        }

        /// <summary>Another reference to the same native tensor, disposed by itself.</summary>
        public Tensor alias() => Native.tsp_alias(this);

        /// <summary>Whether the other is a tensor of equal shape and elements.</summary>
        public override bool Equals(object? obj) => obj is Tensor other && Equals(other);

        /// <summary>Whether shapes and elements are equal.</summary>
        public bool Equals(Tensor target)
        {
            Native.Check(Native.tsp_equal(this, target, out var equal));
            return equal;
        }

        public override int GetHashCode() => base.GetHashCode();

        public override string ToString() =>
            handle == 0 ? "disposed tensor" : $"[{string.Join("x", shape)}], type = {dtype}, device = {device}";
    }
}

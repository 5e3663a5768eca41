using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Checkpoints;

/// <summary>Tells tied tensors: equal values are the same memory.</summary>
/// <param name="Address">Where the numbers lie. Of tensors whose memory cannot be seen, the native object.</param>
/// <param name="Count">How many there are.</param>
internal readonly record struct TensorIdentity(nint Address, long Count)
{
    public static unsafe TensorIdentity Of(Tensor tensor)
    {
        var count = tensor.numel();
        // TorchSharp's own layers hand out a new object for their weight each time, so the object alone does not tell.
        if (tensor.device_type != DeviceType.CPU || count == 0 || !tensor.is_contiguous()) return new(tensor.Handle, count);
        using var detached = tensor.detach();
        using var flat = detached.view([-1]);
        using var first = flat.narrow(0, 0, 1);
        return new((nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(first.bytes)), count);
    }
}

using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Checkpoints;

/// <summary>Writes a tensor's numbers to a stream, a piece at a time.</summary>
internal static class TensorDump
{
    private const long PieceBytes = 16 << 20;

    /// <param name="stream">Where to.</param>
    /// <param name="tensor">Any device, any layout.</param>
    /// <param name="type">The type to store.</param>
    public static void Write(Stream stream, Tensor tensor, ScalarType type)
    {
        if (tensor.numel() == 0) return;
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var flat = tensor.detach().contiguous().view([-1]);
        var step = Math.Min(flat.numel(), PieceBytes / TensorTypes.Size(type));
        for (long start = 0, count = flat.numel(); start < count; start += step)
        {
            using var inner = NewDisposeScope();
            var part = flat.narrow(0, start, Math.Min(step, count - start)).to(type: type, device: CPU);
            stream.Write(part.bytes);
        }
    }
}

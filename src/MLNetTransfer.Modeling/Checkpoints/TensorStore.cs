using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Checkpoints;

/// <summary>Tensors in some file format, read one by one.</summary>
internal interface ITensorStore : IDisposable
{
    /// <summary>The tensors by name, in the order in which they lie in storage: read in this order, a store need never go back.</summary>
    IReadOnlyDictionary<string, TensorEntry> Tensors { get; }

    /// <summary>Copies a tensor of this store into one of the same shape; its type and device may differ.</summary>
    void ReadInto(TensorEntry entry, Tensor destination);

    /// <summary>Reads a tensor into a new one.</summary>
    Tensor Read(string name, ScalarType? dtype, Device? device, string what)
    {
        var entry = Find(name, what);
        // A pickle may stretch one stored number over any shape.
        if (entry.ElementCount > MaxElements(entry)) throw new InvalidDataException($"{what}: {entry} repeats few stored numbers too often to be read on its own.");
        var tensor = empty(size: [.. entry.Shape], dtype: dtype ?? entry.DataType, device: device ?? CPU);
        try
        {
            ReadInto(entry, tensor);
            return tensor;
        }
        catch
        {
            tensor.Dispose();
            throw;
        }
    }

    /// <summary>How many elements a tensor can have without any being stored twice.</summary>
    long MaxElements(TensorEntry entry) => entry.ElementCount;

    /// <exception cref="KeyNotFoundException">There is no tensor of that name.</exception>
    TensorEntry Find(string name, string what) =>
        Tensors.TryGetValue(name, out var entry) ? entry : throw new KeyNotFoundException($"{what} has no tensor '{name}'; it has {Tensors.Count}, such as {string.Join(", ", Tensors.Keys.Take(3))}.");
}

/// <summary>The next bytes of a tensor, in its stored type.</summary>
internal interface IByteSource
{
    /// <summary>Fills the span; fails where the bytes end early.</summary>
    void Read(Span<byte> destination);
}

/// <summary>Copies stored bytes into a tensor.</summary>
internal static class TensorFill
{
    /// <summary>Bytes in flight where the types or devices differ; also keeps spans well under their limit of 2 GB.</summary>
    private const long PieceBytes = 16 << 20;

    /// <param name="destination">Any type, any device, any layout.</param>
    /// <param name="type">The type of the stored elements.</param>
    /// <param name="source">As many elements as the destination has.</param>
    public static void Fill(Tensor destination, ScalarType type, IByteSource source)
    {
        if (destination.numel() == 0) return;
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        if (!destination.is_contiguous())
        {
            var whole = empty(size: destination.shape, dtype: type);
            Fill(whole, type, source);
            destination.copy_(whole);
            return;
        }

        var flat = destination.detach().view([-1]);
        var direct = destination.device_type == DeviceType.CPU && destination.dtype == type;
        var step = Math.Min(flat.numel(), PieceBytes / TensorTypes.Size(type));
        var staging = direct ? null : empty(size: [step], dtype: type);
        for (long start = 0, count = flat.numel(); start < count; start += step)
        {
            var length = Math.Min(step, count - start);
            using var part = flat.narrow(0, start, length);
            if (staging is null)
            {
                source.Read(part.bytes);
                continue;
            }
            using var stage = staging.narrow(0, 0, length);
            source.Read(stage.bytes);
            part.copy_(stage);
        }
    }
}

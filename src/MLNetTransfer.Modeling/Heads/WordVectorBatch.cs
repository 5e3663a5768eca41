using System.Runtime.InteropServices;
using TorchSharp;

namespace MLNetTransfer.Modeling.Heads;

/// <summary>Sentences as vectors of their words, short ones padded at their end; owns the tensors.</summary>
internal sealed class WordVectorBatch : IDisposable
{
    private WordVectorBatch(torch.Tensor vectors, torch.Tensor? mask) => (Vectors, Mask) = (vectors, mask);

    /// <summary><c>[batch, sequence, size]</c>, 0 at padding.</summary>
    public torch.Tensor Vectors { get; }

    /// <summary>Which words are real, bool <c>[batch, sequence]</c>; null where nothing is padded.</summary>
    public torch.Tensor? Mask { get; }

    /// <param name="rows">Each sentence's vectors one after another, <c>[words * size]</c>; at least one word each.</param>
    /// <param name="size">Width of a vector.</param>
    /// <param name="device">Where the tensors go.</param>
    public static WordVectorBatch Create(IReadOnlyList<float[]> rows, int size, torch.Device device)
    {
        var length = rows.Max(r => r.Length) / size;
        var vectors = torch.zeros(rows.Count, length, size, dtype: torch.ScalarType.Float32);
        var values = MemoryMarshal.Cast<byte, float>(vectors.bytes);
        for (var r = 0; r < rows.Count; r++) rows[r].CopyTo(values[(r * length * size)..]);
        if (rows.All(r => r.Length == length * size)) return new(To(vectors, device), null);

        var mask = torch.zeros(rows.Count, length, dtype: torch.ScalarType.Bool);
        for (var r = 0; r < rows.Count; r++) mask.bytes.Slice(r * length, rows[r].Length / size).Fill(1);
        return new(To(vectors, device), To(mask, device));
    }

    /// <summary>Tags as <c>[batch, sequence]</c> int64, with 0 at padding.</summary>
    public torch.Tensor Tags(IReadOnlyList<int[]> rows)
    {
        var tags = torch.zeros(Vectors.shape[0], Vectors.shape[1], dtype: torch.ScalarType.Int64);
        var values = MemoryMarshal.Cast<byte, long>(tags.bytes);
        for (var r = 0; r < rows.Count; r++)
            for (var i = 0; i < rows[r].Length; i++) values[r * (int)Vectors.shape[1] + i] = rows[r][i];
        return To(tags, Vectors.device);
    }

    public void Dispose()
    {
        Vectors.Dispose();
        Mask?.Dispose();
    }

    private static torch.Tensor To(torch.Tensor tensor, torch.Device device) => device.type == DeviceType.CPU ? tensor : tensor.to(device, disposeAfter: true);
}

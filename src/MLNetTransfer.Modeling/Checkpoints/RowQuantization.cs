using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Checkpoints;

/// <summary>Matrices as signed bytes with a scale a row: a quarter of the size, each number off by at most 1/254 of the largest of its row.</summary>
/// <remarks>
/// The scales of <c>NAME</c> are the float32 tensor <c>NAME.scale</c>, <c>[rows]</c>; a number is byte times scale. Such files are of use here alone: other libraries store int8 in ways of their own.
/// </remarks>
internal static class RowQuantization
{
    private const double Largest = 127;

    private const string Suffix = ".scale";

    /// <summary>The name of a tensor's scales.</summary>
    public static string ScaleOf(string name) => name + Suffix;

    /// <summary>The tensors as they are to be stored: matrices as bytes with their scales, others as they are. The new tensors belong to the dispose scope.</summary>
    public static IReadOnlyCollection<KeyValuePair<string, Tensor>> Quantize(IEnumerable<KeyValuePair<string, Tensor>> tensors)
    {
        var stored = new List<KeyValuePair<string, Tensor>>();
        foreach (var (name, tensor) in tensors)
        {
            if (tensor.dim() != 2 || !TensorTypes.IsFloatingPoint(tensor.dtype))
            {
                stored.Add(new(name, tensor));
                continue;
            }

            var values = tensor.detach().to(ScalarType.Float32);
            var scale = values.abs().amax([1L]) / Largest;
            var divisor = scale.masked_fill(scale.eq(0), 1).unsqueeze(-1);
            stored.Add(new(name, (values / divisor).round().to(ScalarType.Int8)));
            stored.Add(new(ScaleOf(name), scale));
        }

        return stored;
    }

    /// <summary>A store whose quantised matrices are read as float32; the store itself where it has none.</summary>
    /// <exception cref="InvalidDataException">Scales and matrices do not go together.</exception>
    public static ITensorStore Read(ITensorStore store, string what)
    {
        var scaled = store.Tensors.Values.Where(t => t.DataType == ScalarType.Int8 && store.Tensors.ContainsKey(ScaleOf(t.Name))).ToArray();
        if (scaled.Length == 0) return store;
        foreach (var matrix in scaled)
        {
            var scale = store.Tensors[ScaleOf(matrix.Name)];
            if (matrix.Shape.Count != 2 || scale.DataType != ScalarType.Float32 || !scale.Shape.SequenceEqual([matrix.Shape[0]]))
                throw new InvalidDataException($"{what}: {scale} is no scale of the rows of {matrix}. Download the checkpoint again.");
        }

        return new DequantizedStore(store, scaled.Select(t => t.Name).ToHashSet());
    }

    private sealed class DequantizedStore(ITensorStore store, HashSet<string> matrices) : ITensorStore
    {
        public IReadOnlyDictionary<string, TensorEntry> Tensors { get; } = store.Tensors.Values
            .Where(t => !(t.Name.EndsWith(Suffix, StringComparison.Ordinal) && matrices.Contains(t.Name[..^Suffix.Length])))
            .ToDictionary(t => t.Name, t => matrices.Contains(t.Name) ? new TensorEntry(t.Name, ScalarType.Float32, [.. t.Shape], t.ElementCount) : t);

        public void ReadInto(TensorEntry entry, Tensor destination)
        {
            if (!matrices.Contains(entry.Name))
            {
                store.ReadInto(entry, destination);
                return;
            }

            using var noGradients = no_grad();
            using var scope = NewDisposeScope();
            var bytes = store.Read(entry.Name, dtype: null, device: null, "The checkpoint");
            var scale = store.Read(ScaleOf(entry.Name), dtype: null, device: null, "The checkpoint");
            destination.copy_(bytes.to(ScalarType.Float32) * scale.unsqueeze(-1));
        }

        public long MaxElements(TensorEntry entry) => matrices.Contains(entry.Name) ? entry.ElementCount : store.MaxElements(entry);

        public void Dispose() => store.Dispose();
    }
}

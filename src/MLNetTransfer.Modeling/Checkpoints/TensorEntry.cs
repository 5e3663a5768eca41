using TorchSharp;

namespace MLNetTransfer.Modeling.Checkpoints;

/// <summary>What a checkpoint says of one of its tensors; the numbers are read only when they are copied somewhere.</summary>
public sealed class TensorEntry
{
    internal TensorEntry(string name, torch.ScalarType dataType, long[] shape, long elementCount)
    {
        Name = name;
        DataType = dataType;
        Shape = shape;
        ElementCount = elementCount;
    }

    /// <summary>The tensor's name in the checkpoint.</summary>
    public string Name { get; }

    /// <summary>The type of its elements as stored.</summary>
    public torch.ScalarType DataType { get; }

    /// <summary>Its sizes, none for a single number.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>The product of its sizes.</summary>
    public long ElementCount { get; }

    /// <summary>Bytes of its elements, densely stored.</summary>
    public long ByteCount => ElementCount * TensorTypes.Size(DataType);

    /// <summary>The name, type and shape, as errors show it.</summary>
    public override string ToString() => $"'{Name}' {TensorTypes.Name(DataType)} {TensorTypes.Show(Shape)}";

    /// <summary>The number of elements of a shape whose bytes a file can hold; null where a size is negative or the bytes overflow.</summary>
    internal static long? CountElements(ReadOnlySpan<long> shape, torch.ScalarType dataType)
    {
        var count = 1L;
        foreach (var size in shape)
        {
            if (size < 0 || (size > 0 && count > long.MaxValue / size)) return null;
            count *= size;
        }
        return count <= long.MaxValue / TensorTypes.Size(dataType) ? count : null;
    }
}

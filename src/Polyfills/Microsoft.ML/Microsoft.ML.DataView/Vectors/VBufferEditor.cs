using Microsoft.ML.Internal.DataView;

namespace Microsoft.ML.Data;

/// <summary>Makes editors of vectors.</summary>
public static class VBufferEditor
{
    /// <summary>An editor of the same length and density as <paramref name="destination"/>, over its arrays.</summary>
    public static VBufferEditor<T> CreateFromBuffer<T>(ref VBuffer<T> destination) => destination.GetEditor();

    /// <summary>An editor of a vector of the given length, over the arrays of <paramref name="destination"/> where they are large enough.</summary>
    /// <param name="destination">The vector whose arrays may be reused.</param>
    /// <param name="newLogicalLength">The number of items.</param>
    /// <param name="valuesCount">The number of items held; all where it is left out.</param>
    /// <param name="maxValuesCapacity">The largest array that may be made.</param>
    /// <param name="keepOldOnResize">Whether old items survive where a larger array is made.</param>
    /// <param name="requireIndicesOnDense">Whether there are indices to write to even where all items are held.</param>
    public static VBufferEditor<T> Create<T>(ref VBuffer<T> destination, int newLogicalLength, int? valuesCount = null, int? maxValuesCapacity = null, bool keepOldOnResize = false, bool requireIndicesOnDense = false) =>
        destination.GetEditor(newLogicalLength, valuesCount, maxValuesCapacity, keepOldOnResize, requireIndicesOnDense);
}

/// <summary>Writes the items of a vector, and their places where not all are held.</summary>
public readonly ref struct VBufferEditor<T>
{
    private readonly int _length;
    private readonly T[] _values;
    private readonly int[] _indices;

    /// <summary>The items held, to be written.</summary>
    public readonly Span<T> Values;

    /// <summary>Their places, to be written; empty where all items are held.</summary>
    public readonly Span<int> Indices;

    internal VBufferEditor(int length, int count, T[] values, int[] indices, bool requireIndicesOnDense, bool createdNewValues, bool createdNewIndices)
    {
        _length = length;
        _values = values;
        _indices = indices;
        Values = values.AsSpan(0, count);
        Indices = count < length || requireIndicesOnDense ? indices.AsSpan(0, count) : default;
        CreatedNewValues = createdNewValues;
        CreatedNewIndices = createdNewIndices;
    }

    /// <summary>Whether the array behind <see cref="Values"/> is a new one.</summary>
    public bool CreatedNewValues { get; }

    /// <summary>Whether the array behind <see cref="Indices"/> is a new one.</summary>
    public bool CreatedNewIndices { get; }

    /// <summary>The vector as written.</summary>
    public VBuffer<T> Commit() => new(_length, Values.Length, _values, _indices);

    /// <summary>The vector as written, of which only the first items are held.</summary>
    public VBuffer<T> CommitTruncated(int physicalValuesCount)
    {
        Contracts.CheckParam(physicalValuesCount <= Values.Length, nameof(physicalValuesCount), "Updating physicalValuesCount during CommitTruncated cannot be greater than the original physicalValuesCount value used in Create.");
        return new(_length, physicalValuesCount, _values, _indices);
    }
}

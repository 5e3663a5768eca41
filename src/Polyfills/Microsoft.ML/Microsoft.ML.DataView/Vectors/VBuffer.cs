using System.Collections;
using Microsoft.ML.Internal.DataView;

namespace Microsoft.ML.Data;

/// <summary>A vector, dense or sparse. Items that a sparse one does not hold are the default of <typeparamref name="T"/>.</summary>
/// <remarks>Immutable by itself; <see cref="VBufferEditor"/> makes new ones, out of an old one's arrays where they are large enough.</remarks>
public readonly partial struct VBuffer<T> : IEnumerable
{
    private readonly T[] _values;
    private readonly int[] _indices;
    private readonly int _count;

    /// <summary>The number of items, held or not.</summary>
    public readonly int Length;

    /// <summary>A dense vector over <paramref name="values"/>, which it then owns.</summary>
    public VBuffer(int length, T[] values, int[] indices = null)
    {
        Contracts.CheckParam(length >= 0, nameof(length));
        Contracts.CheckParam((values?.Length ?? 0) >= length, nameof(values));
        Length = length;
        _count = length;
        _values = values;
        _indices = indices;
    }

    /// <summary>A vector of <paramref name="count"/> held values, at the given increasing indices where <paramref name="count"/> is less than <paramref name="length"/>.</summary>
    public VBuffer(int length, int count, T[] values, int[] indices)
    {
        Contracts.CheckParam(length >= 0, nameof(length));
        Contracts.CheckParam(0 <= count && count <= length, nameof(count));
        Contracts.CheckParam((values?.Length ?? 0) >= count, nameof(values));
        Contracts.CheckParam(count == length || (indices?.Length ?? 0) >= count, nameof(indices));
        Length = length;
        _count = count;
        _values = values;
        _indices = indices;
    }

    /// <summary>Whether every item is held.</summary>
    public bool IsDense => _count == Length;

    /// <summary>The items held.</summary>
    public ReadOnlySpan<T> GetValues() => _values.AsSpan(0, _count);

    /// <summary>The places of the items held, increasing; empty in a dense vector.</summary>
    public ReadOnlySpan<int> GetIndices() => IsDense ? default : _indices.AsSpan(0, _count);

    /// <summary>The item at <paramref name="index"/>.</summary>
    public T GetItemOrDefault(int index)
    {
        Contracts.CheckParam(0 <= index && index < Length, nameof(index));
        if (IsDense)
            return _values[index];
        var place = _indices.AsSpan(0, _count).BinarySearch(index);
        return place >= 0 ? _values[place] : default;
    }

    /// <inheritdoc cref="GetItemOrDefault(int)"/>
    public void GetItemOrDefault(int index, ref T destination) => destination = GetItemOrDefault(index);

    /// <summary>Places and items: those held, or all of them.</summary>
    public IEnumerable<KeyValuePair<int, T>> Items(bool all = false) => Items(_values, _indices, Length, _count, all);

    /// <summary>All items.</summary>
    public IEnumerable<T> DenseValues() => Items(all: true).Select(item => item.Value);

    /// <summary>All items.</summary>
    public IEnumerator GetEnumerator() => DenseValues().GetEnumerator();

    public override string ToString() => IsDense ? $"Dense vector of size {Length}" : $"Sparse vector of size {Length}, {_count} explicit values";

    internal VBufferEditor<T> GetEditor() => GetEditor(Length, _count);

    internal VBufferEditor<T> GetEditor(int newLogicalLength, int? valuesCount, int? maxValuesCapacity = null, bool keepOldOnResize = false, bool requireIndicesOnDense = false)
    {
        Contracts.CheckParam(newLogicalLength >= 0, nameof(newLogicalLength), "Must be non-negative.");
        Contracts.CheckParam(valuesCount is null or >= 0, nameof(valuesCount), "If specified, must be non-negative.");
        Contracts.CheckParam(valuesCount is null || valuesCount <= newLogicalLength, nameof(valuesCount), "If specified, must be no greater than " + nameof(newLogicalLength));
        var count = valuesCount ?? newLogicalLength;
        var capacity = maxValuesCapacity ?? Array.MaxLength;
        var values = _values;
        var indices = _indices;
        var newValues = EnsureSize(ref values, count, capacity, keepOldOnResize);
        var newIndices = (count != newLogicalLength || requireIndicesOnDense) && EnsureSize(ref indices, count, capacity, keepOldOnResize);
        return new VBufferEditor<T>(newLogicalLength, count, values, indices, requireIndicesOnDense, newValues, newIndices);
    }

    // Grows by doubling, so that a buffer that is reused for longer and longer rows settles; true where a new array was made.
    private static bool EnsureSize<TItem>(ref TItem[] array, int size, int capacity, bool keepOld)
    {
        Contracts.CheckParam(size <= capacity, nameof(size), "Not supported size.");
        var old = array?.Length ?? 0;
        if (old >= size)
        {
            array ??= [];
            return false;
        }
        var grown = Math.Max(size, (int)Math.Min(2L * old, capacity));
        if (keepOld)
            Array.Resize(ref array, grown);
        else
            array = new TItem[grown];
        return true;
    }

    private static IEnumerable<KeyValuePair<int, T>> Items(T[] values, int[] indices, int length, int count, bool all)
    {
        var dense = count == length;
        var next = 0;
        for (var i = 0; i < count; i++)
        {
            var index = dense ? i : indices[i];
            for (; all && next < index; next++)
                yield return new(next, default);
            yield return new(index, values[i]);
            next = index + 1;
        }
        for (; all && next < length; next++)
            yield return new(next, default);
    }
}

using Microsoft.ML.Internal.DataView;

namespace Microsoft.ML.Data;

public readonly partial struct VBuffer<T>
{
    /// <summary>Copies to <paramref name="destination"/>, as dense or sparse as this is.</summary>
    public void CopyTo(ref VBuffer<T> destination)
    {
        var editor = VBufferEditor.Create(ref destination, Length, _count);
        GetValues().CopyTo(editor.Values);
        GetIndices().CopyTo(editor.Indices);
        destination = editor.Commit();
    }

    /// <summary>Copies to <paramref name="destination"/>, which becomes dense.</summary>
    public void CopyToDense(ref VBuffer<T> destination)
    {
        var editor = VBufferEditor.Create(ref destination, Length);
        CopyTo(editor.Values);
        destination = editor.Commit();
    }

    /// <summary>Copies <paramref name="length"/> items from <paramref name="sourceIndex"/> on.</summary>
    public void CopyTo(ref VBuffer<T> destination, int sourceIndex, int length)
    {
        Contracts.CheckParam(0 <= sourceIndex && sourceIndex <= Length, nameof(sourceIndex));
        Contracts.CheckParam(0 <= length && sourceIndex <= Length - length, nameof(length));
        var (start, end) = IsDense ? (sourceIndex, sourceIndex + length) : (FirstAt(sourceIndex), FirstAt(sourceIndex + length));
        var editor = VBufferEditor.Create(ref destination, length, end - start);
        GetValues()[start..end].CopyTo(editor.Values);
        for (var i = 0; i < editor.Indices.Length; i++)
            editor.Indices[i] = _indices[start + i] - sourceIndex;
        destination = editor.Commit();
    }

    /// <summary>Copies all items.</summary>
    public void CopyTo(Span<T> destination) => CopyTo(destination, 0);

    /// <summary>Copies all items to <paramref name="destinationIndex"/> on; those not held become <paramref name="defaultValue"/>.</summary>
    public void CopyTo(Span<T> destination, int destinationIndex, T defaultValue = default)
    {
        Contracts.CheckParam(0 <= destinationIndex && destinationIndex <= destination.Length - Length, nameof(destination), "Not large enough to hold these values.");
        destination = destination.Slice(destinationIndex, Length);
        if (IsDense)
        {
            GetValues().CopyTo(destination);
            return;
        }
        // The real one does not look at defaultValue either where nothing is held.
        destination.Fill(_count == 0 ? default : defaultValue);
        for (var i = 0; i < _count; i++)
            destination[_indices[i]] = _values[i];
    }

    /// <summary>Makes <paramref name="destination"/> a dense vector of <paramref name="length"/> items of an array.</summary>
    public static void Copy(T[] source, int sourceIndex, ref VBuffer<T> destination, int length)
    {
        var size = source?.Length ?? 0;
        Contracts.CheckParam(0 <= length && length <= size, nameof(length));
        Contracts.CheckParam(0 <= sourceIndex && sourceIndex <= size - length, nameof(sourceIndex));
        var editor = VBufferEditor.Create(ref destination, length, length);
        source.AsSpan(sourceIndex, length).CopyTo(editor.Values);
        destination = editor.Commit();
    }

    // How many items are held before the given place.
    private int FirstAt(int index)
    {
        var place = _indices.AsSpan(0, _count).BinarySearch(index);
        return place >= 0 ? place : ~place;
    }
}

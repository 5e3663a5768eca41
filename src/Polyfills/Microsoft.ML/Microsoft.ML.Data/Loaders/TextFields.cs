namespace Microsoft.ML.Data;

/// <summary>The fields of one line that are not empty, by their place in the line, in rising order.</summary>
internal sealed class TextFields
{
    private ReadOnlyMemory<char>[] _texts = new ReadOnlyMemory<char>[8];
    private int[] _indices = new int[8];
    private int _count;

    /// <summary>How many fields the line has, empty ones included.</summary>
    public int Width { get; set; }

    public void Clear()
    {
        Array.Clear(_texts, 0, _count);
        _count = 0;
        Width = 0;
    }

    public void Add(int index, ReadOnlyMemory<char> text)
    {
        if (text.IsEmpty)
            return;
        if (_count == _texts.Length)
        {
            Array.Resize(ref _texts, 2 * _count);
            Array.Resize(ref _indices, 2 * _count);
        }
        _indices[_count] = index;
        _texts[_count++] = text;
    }

    /// <summary>Takes the last field back, provided that it stands at <paramref name="index"/>.</summary>
    public bool TryRemoveLast(int index, out ReadOnlyMemory<char> text)
    {
        var found = _count > 0 && _indices[_count - 1] == index;
        text = found ? _texts[--_count] : default;
        return found;
    }

    /// <summary>The field at a place; empty where there is none.</summary>
    public ReadOnlyMemory<char> this[int index]
        => Array.BinarySearch(_indices, 0, _count, index) is >= 0 and var at ? _texts[at] : default;

    /// <summary>The fields from <paramref name="min"/> up to, but not including, <paramref name="limit"/>.</summary>
    public IEnumerable<(int Index, ReadOnlyMemory<char> Text)> Range(int min, int limit)
    {
        var at = Array.BinarySearch(_indices, 0, _count, min);
        for (at = at < 0 ? ~at : at; at < _count && _indices[at] < limit; at++)
            yield return (_indices[at], _texts[at]);
    }
}

namespace MLNetTransfer.Modeling.Tokenization.Unicode;

/// <summary>The characters that some characters are replaced with.</summary>
internal sealed class CharacterLists
{
    // Where a character's list starts among all; the last one's ends at their end.
    private readonly SortedMap _starts = new();
    private readonly int[] _all;

    public CharacterLists(ReadOnlySpan<byte> table)
    {
        var reader = new NumberReader(table);
        var all = new List<int>();
        int c = 0;
        while (!reader.AtEnd)
        {
            c += reader.Next();
            _starts.Add(c, all.Count);
            for (int i = reader.Next(); i > 0; i--) all.Add(reader.Next());
        }

        _all = all.ToArray();
    }

    public int Count => _starts.Count;

    public int CharacterAt(int index) => _starts.KeyAt(index);

    public ReadOnlySpan<int> ListAt(int index)
    {
        int start = _starts[index];
        return _all.AsSpan(start, (index + 1 < _starts.Count ? _starts[index + 1] : _all.Length) - start);
    }

    public bool TryFind(int scalar, out ReadOnlySpan<int> list)
    {
        _starts.Find(scalar, out int index);
        list = index < 0 ? default : ListAt(index);
        return index >= 0;
    }
}

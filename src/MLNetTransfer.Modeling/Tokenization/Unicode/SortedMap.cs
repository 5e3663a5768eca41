namespace MLNetTransfer.Modeling.Tokenization.Unicode;

/// <summary>Numbers by character, added in the characters' order.</summary>
internal sealed class SortedMap
{
    private readonly List<int> _keys = [];
    private readonly List<int> _values = [];

    public int Count => _keys.Count;

    public int this[int index] => _values[index];

    public int KeyAt(int index) => _keys[index];

    public void Add(int key, int value)
    {
        _keys.Add(key);
        _values.Add(value);
    }

    /// <summary>The value of a key, and its place; 0 and a negative place where the key is missing.</summary>
    public int Find(int key, out int index)
    {
        index = _keys.BinarySearch(key);
        return index < 0 ? 0 : _values[index];
    }
}

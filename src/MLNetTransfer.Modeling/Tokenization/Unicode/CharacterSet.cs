namespace MLNetTransfer.Modeling.Tokenization.Unicode;

/// <summary>A set of Unicode scalar values.</summary>
internal sealed class CharacterSet
{
    public const int LastScalar = 0x10FFFF;

    // Starts and ends (the value behind the last) of stretches without a gap between their members, in order.
    private readonly int[] _bounds;

    // A bit for each of the first 65,536, made when the set is first asked.
    private ulong[]? _low;

    private CharacterSet(List<int> bounds) => _bounds = bounds.ToArray();

    public static CharacterSet None { get; } = new([]);

    public static CharacterSet All { get; } = Of(0, LastScalar);

    public static CharacterSet Of(int first, int last) => new([first, last + 1]);

    public static CharacterSet Of(int character) => Of(character, character);

    public bool IsEmpty => _bounds.Length == 0;

    /// <summary>The lowest member of a set that has any.</summary>
    public int First => _bounds[0];

    /// <summary>The set that a table of gaps and lengths describes.</summary>
    public static CharacterSet Read(ReadOnlySpan<byte> table)
    {
        var reader = new NumberReader(table);
        var bounds = new List<int>();
        int end = 0;
        while (!reader.AtEnd)
        {
            int start = end + reader.Next();
            end = start + reader.Next();
            bounds.Add(start);
            bounds.Add(end);
        }

        return new CharacterSet(bounds);
    }

    /// <summary>The characters whose label in a table of lengths and labels is wanted.</summary>
    public static CharacterSet ReadLabelled(ReadOnlySpan<byte> table, Predicate<int> wanted)
    {
        var reader = new NumberReader(table);
        var bounds = new List<int>();
        int start = 0;
        while (!reader.AtEnd)
        {
            int end = start + reader.Next();
            if (wanted(reader.Next())) Append(bounds, start, end);
            start = end;
        }

        return new CharacterSet(bounds);
    }

    public bool Contains(int scalar)
    {
        if (scalar < 0x10000) return ((_low ?? MakeLow())[scalar >> 6] >> (scalar & 63) & 1) != 0;
        int index = Array.BinarySearch(_bounds, scalar);
        return index >= 0 ? (index & 1) == 0 : (~index & 1) != 0;
    }

    public CharacterSet Complement()
    {
        var bounds = new List<int>();
        int at = 0;
        for (int i = 0; i < _bounds.Length; i += 2)
        {
            Append(bounds, at, _bounds[i]);
            at = _bounds[i + 1];
        }

        Append(bounds, at, LastScalar + 1);
        return new CharacterSet(bounds);
    }

    public CharacterSet Union(CharacterSet other)
    {
        var all = new List<(int Start, int End)>();
        foreach (int[] bounds in (int[][])[_bounds, other._bounds])
            for (int i = 0; i < bounds.Length; i += 2) all.Add((bounds[i], bounds[i + 1]));
        all.Sort();
        var result = new List<int>();
        foreach ((int start, int end) in all) Append(result, start, end);
        return new CharacterSet(result);
    }

    public CharacterSet Intersect(CharacterSet other) => Complement().Union(other.Complement()).Complement();

    public CharacterSet Except(CharacterSet other) => Intersect(other.Complement());

    private ulong[] MakeLow()
    {
        var low = new ulong[0x10000 / 64];
        for (int i = 0; i < _bounds.Length; i += 2)
            for (int c = _bounds[i]; c < Math.Min(_bounds[i + 1], 0x10000); c++) low[c >> 6] |= 1UL << (c & 63);
        return _low = low;
    }

    // Adds a stretch that starts no earlier than the last one.
    private static void Append(List<int> bounds, int start, int end)
    {
        if (start >= end) return;
        if (bounds.Count > 0 && start <= bounds[^1])
        {
            bounds[^1] = Math.Max(bounds[^1], end);
            return;
        }

        bounds.Add(start);
        bounds.Add(end);
    }
}

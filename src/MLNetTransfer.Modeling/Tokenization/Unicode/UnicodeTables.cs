namespace MLNetTransfer.Modeling.Tokenization.Unicode;

/// <summary>What a character is to Hugging Face's tokenizers, the same on every runtime and machine.</summary>
internal static class UnicodeTables
{
    private const int Scalars = 0x110000;
    private const int FirstHangul = 0xAC00;
    private const int LastHangul = 0xD7A3;

    private static readonly byte[] _flags = new byte[Scalars];
    private static readonly SortedMap _small;
    private static readonly SortedMap _order;
    private static readonly CharacterLists _decompositions = new(UnicodeData.Decompositions);

    static UnicodeTables()
    {
        Mark(UnicodeData.Removed, CharacterFlags.Removed);
        Mark(UnicodeData.WhiteSpace, CharacterFlags.WhiteSpace);
        Mark(UnicodeData.Ideographs, CharacterFlags.Ideograph);
        Mark(UnicodeData.Punctuation, CharacterFlags.Punctuation);
        Mark(UnicodeData.NonspacingMarks, CharacterFlags.NonspacingMark);
        Mark(UnicodeData.WordCharacters, CharacterFlags.Word);
        _small = ReadRuns(UnicodeData.SmallLetters, CharacterFlags.HasSmallLetter);
        _order = ReadRuns(UnicodeData.CombiningOrder, CharacterFlags.Decomposes);
        for (int i = 0; i < _decompositions.Count; i++) _flags[_decompositions.CharacterAt(i)] |= (byte)CharacterFlags.Decomposes;
        _flags[0x130] |= (byte)CharacterFlags.HasSmallLetter;
        for (int c = FirstHangul; c <= LastHangul; c++) _flags[c] |= (byte)CharacterFlags.Decomposes;
    }

    /// <summary>The flags of every Unicode scalar value.</summary>
    public static ReadOnlySpan<byte> Flags => _flags;

    /// <summary>The flags of one scalar value.</summary>
    public static CharacterFlags Of(int scalar) => (CharacterFlags)_flags[scalar];

    /// <summary>The small letter of a character; U+0130's is the small i and U+0307, which the caller adds.</summary>
    public static int SmallLetter(int scalar) => scalar == 0x130 ? 'i' : scalar + _small.Find(scalar, out _);

    /// <summary>The rank of a character's canonical combining class, 0 for starters.</summary>
    public static int CombiningOrder(int scalar) => _order.Find(scalar, out _);

    /// <summary>The full canonical decomposition of a character that has one.</summary>
    /// <param name="scalar">The character.</param>
    /// <param name="hangul">Room for the parts of a Hangul syllable, three at least.</param>
    /// <param name="parts">The decomposition.</param>
    /// <returns>Whether there is one.</returns>
    public static bool TryDecompose(int scalar, Span<int> hangul, out ReadOnlySpan<int> parts)
    {
        if (scalar is >= FirstHangul and <= LastHangul)
        {
            int syllable = scalar - FirstHangul;
            int trail = syllable % 28;
            hangul[0] = 0x1100 + (syllable / 588);
            hangul[1] = 0x1161 + (syllable % 588 / 28);
            hangul[2] = 0x11A7 + trail;
            parts = hangul[..(trail == 0 ? 2 : 3)];
            return true;
        }

        return _decompositions.TryFind(scalar, out parts);
    }

    private static void Mark(ReadOnlySpan<byte> table, CharacterFlags flag)
    {
        var reader = new NumberReader(table);
        int end = 0;
        while (!reader.AtEnd)
        {
            int start = end + reader.Next();
            end = start + reader.Next();
            foreach (ref byte flags in _flags.AsSpan(start, end - start)) flags |= (byte)flag;
        }
    }

    private static SortedMap ReadRuns(ReadOnlySpan<byte> table, CharacterFlags flag)
    {
        var reader = new NumberReader(table);
        var map = new SortedMap();
        int last = 0;
        while (!reader.AtEnd)
        {
            int c = last + reader.Next();
            int count = reader.Next();
            int step = reader.Next();
            int value = reader.Next();
            value = (value & 1) == 0 ? value >> 1 : -((value >> 1) + 1);
            for (int i = 0; i < count; i++)
            {
                last = c + (i * step);
                map.Add(last, value);
                _flags[last] |= (byte)flag;
            }
        }

        return map;
    }
}

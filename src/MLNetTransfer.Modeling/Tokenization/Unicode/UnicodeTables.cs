using System.Buffers.Text;

namespace MLNetTransfer.Modeling.Tokenization.Unicode;

/// <summary>What a character is to Hugging Face's tokenizers, the same on every runtime and machine.</summary>
internal static class UnicodeTables
{
    private const int Scalars = 0x110000;
    private const int FirstHangul = 0xAC00;
    private const int LastHangul = 0xD7A3;

    private static readonly byte[] _flags = new byte[Scalars];
    private static readonly Dictionary<int, int> _small = [];
    private static readonly Dictionary<int, byte> _order = [];
    private static readonly Dictionary<int, int[]> _decompositions = [];

    static UnicodeTables()
    {
        Mark(UnicodeData.Removed, CharacterFlags.Removed);
        Mark(UnicodeData.WhiteSpace, CharacterFlags.WhiteSpace);
        Mark(UnicodeData.Ideographs, CharacterFlags.Ideograph);
        Mark(UnicodeData.Punctuation, CharacterFlags.Punctuation);
        Mark(UnicodeData.NonspacingMarks, CharacterFlags.NonspacingMark);
        Mark(UnicodeData.WordCharacters, CharacterFlags.Word);
        ReadRuns(UnicodeData.SmallLetters, CharacterFlags.HasSmallLetter, (c, difference) => _small[c] = c + difference);
        ReadRuns(UnicodeData.CombiningOrder, CharacterFlags.Decomposes, (c, order) => _order[c] = (byte)order);
        ReadDecompositions();
        _flags[0x130] |= (byte)CharacterFlags.HasSmallLetter;
        for (int c = FirstHangul; c <= LastHangul; c++) _flags[c] |= (byte)CharacterFlags.Decomposes;
    }

    /// <summary>The flags of every Unicode scalar value.</summary>
    public static ReadOnlySpan<byte> Flags => _flags;

    /// <summary>The flags of one scalar value.</summary>
    public static CharacterFlags Of(int scalar) => (CharacterFlags)_flags[scalar];

    /// <summary>The small letter of a character; U+0130's is the small i and U+0307, which the caller adds.</summary>
    public static int SmallLetter(int scalar) => scalar == 0x130 ? 'i' : _small[scalar];

    /// <summary>The rank of a character's canonical combining class, 0 for starters.</summary>
    public static int CombiningOrder(int scalar) => _order.GetValueOrDefault(scalar);

    /// <summary>The full canonical decomposition of a character that has one.</summary>
    /// <param name="scalar">The character.</param>
    /// <param name="hangul">Room for the parts of a Hangul syllable, three at least.</param>
    /// <param name="parts">The decomposition.</param>
    /// <returns>Whether there is one.</returns>
    public static bool TryDecompose(int scalar, Span<int> hangul, out ReadOnlySpan<int> parts)
    {
        if (scalar is >= FirstHangul and <= LastHangul)
        {
            int index = scalar - FirstHangul;
            int trail = index % 28;
            hangul[0] = 0x1100 + (index / 588);
            hangul[1] = 0x1161 + (index % 588 / 28);
            hangul[2] = 0x11A7 + trail;
            parts = hangul[..(trail == 0 ? 2 : 3)];
            return true;
        }

        bool found = _decompositions.TryGetValue(scalar, out int[]? known);
        parts = known;
        return found;
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

    private static void ReadRuns(ReadOnlySpan<byte> table, CharacterFlags flag, Action<int, int> add)
    {
        var reader = new NumberReader(table);
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
                add(last, value);
                _flags[last] |= (byte)flag;
            }
        }
    }

    private static void ReadDecompositions()
    {
        var reader = new NumberReader(UnicodeData.Decompositions);
        int c = 0;
        while (!reader.AtEnd)
        {
            c += reader.Next();
            var parts = new int[reader.Next()];
            for (int i = 0; i < parts.Length; i++) parts[i] = reader.Next();
            _decompositions[c] = parts;
            _flags[c] |= (byte)CharacterFlags.Decomposes;
        }
    }

    private ref struct NumberReader
    {
        private readonly ReadOnlySpan<byte> _bytes;
        private int _at;

        public NumberReader(ReadOnlySpan<byte> base64)
        {
            byte[] bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(base64.Length)];
            Base64.DecodeFromUtf8(base64, bytes, out _, out int written);
            _bytes = bytes.AsSpan(0, written);
        }

        public readonly bool AtEnd => _at == _bytes.Length;

        public int Next()
        {
            int value = 0;
            for (int shift = 0; ; shift += 7)
            {
                byte b = _bytes[_at++];
                value |= (b & 127) << shift;
                if (b < 128) return value;
            }
        }
    }
}

using System.Text;

namespace MLNetTransfer.Modeling.Tokenization.Pipeline;

/// <summary>Byte-level tokenizers' alphabet: a visible character for each byte, itself where it is one in Latin-1, else one from U+0100 on.</summary>
internal static class ByteAlphabet
{
    private static readonly char[] _characters = Make();
    private static readonly short[] _bytes = Invert(_characters);

    /// <summary>The character of the blank.</summary>
    public const char Blank = '\u0120';

    /// <summary>The character of each byte.</summary>
    public static ReadOnlySpan<char> Characters => _characters;

    /// <summary>The byte of a character, or -1.</summary>
    public static int ByteOf(char c) => c < _bytes.Length ? _bytes[c] : -1;

    /// <summary>Adds a part of a text, a character for each byte of its UTF-8 form; those of one character have its stretch.</summary>
    public static void Write(AlignedText from, int start, int end, AlignedText into)
    {
        Span<byte> utf8 = stackalloc byte[4];
        for (int i = start; i < end;)
        {
            int c = from.ScalarAt(i, out int width);
            if (c < 0x80)
            {
                into.Append(_characters[c], from.Starts[i], from.Ends[i]);
            }
            else
            {
                foreach (byte b in utf8[..new Rune(c).EncodeToUtf8(utf8)]) into.Append(_characters[b], from.Starts[i], from.Ends[i]);
            }

            i += width;
        }
    }

    private static char[] Make()
    {
        var characters = new char[256];
        int next = 0x100;
        for (int b = 0; b < 256; b++) characters[b] = b is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or >= 0xAE ? (char)b : (char)next++;
        return characters;
    }

    private static short[] Invert(char[] characters)
    {
        var bytes = new short[characters.Max() + 1];
        Array.Fill(bytes, (short)-1);
        for (int b = 0; b < 256; b++) bytes[characters[b]] = (short)b;
        return bytes;
    }
}

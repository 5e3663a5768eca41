using System.Buffers.Binary;
using System.Text;

namespace MLNetTransfer.Modeling.Tokenization.Normalizers;

/// <summary>
/// SentencePiece's map of characters as its files have it: a double-array trie over UTF-8 bytes, and the texts that its values point into, each up to a NUL.
/// A damaged one may say anything; what leads out of its bounds counts as no match.
/// </summary>
internal sealed class CharacterMap
{
    private const uint Leaf = 1 << 8;
    private const uint WideOffset = 1 << 9;
    private const uint LabelBits = (1u << 31) | 0xFF;
    private const uint ValueBits = (1u << 31) - 1;

    private readonly uint[] _units;
    private readonly byte[] _texts;

    private CharacterMap(uint[] units, byte[] texts) => (_units, _texts) = (units, texts);

    /// <summary>Reads the trie's length in bytes, the trie, and the texts.</summary>
    /// <param name="bytes">The map.</param>
    /// <returns>The map, or null where the bytes are none.</returns>
    public static CharacterMap? TryRead(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < sizeof(uint)) return null;
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(bytes) & ~3u;
        bytes = bytes[sizeof(uint)..];
        if (length == 0 || length > bytes.Length) return null;
        var units = new uint[length / sizeof(uint)];
        for (int i = 0; i < units.Length; i++) units[i] = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(i * sizeof(uint))..]);
        byte[] texts = bytes[(int)length..].ToArray();
        return System.Text.Unicode.Utf8.IsValid(texts) ? new CharacterMap(units, texts) : null;
    }

    /// <summary>Finds what a text is mapped to: the first match, which is the shortest beginning of the text that the map has.</summary>
    /// <param name="text">UTF-8.</param>
    /// <param name="replacement">UTF-8, perhaps empty.</param>
    /// <returns>Whether there is a match.</returns>
    public bool TryMap(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> replacement)
    {
        replacement = default;
        uint at = OffsetOf(_units[0]);
        foreach (byte b in text)
        {
            at ^= b;
            if (b == 0 || at >= _units.Length) return false;
            uint unit = _units[at];
            if ((unit & LabelBits) != b) return false;
            at ^= OffsetOf(unit);
            if ((unit & Leaf) == 0) continue;
            if (at >= _units.Length || (_units[at] & ValueBits) is var start && start > _texts.Length) return false;
            ReadOnlySpan<byte> rest = _texts.AsSpan((int)start);
            int end = rest.IndexOf((byte)0);
            replacement = end < 0 ? rest : rest[..end];
            return true;
        }

        return false;
    }

    /// <summary>Whether a text is mapped to another.</summary>
    public bool Has(ReadOnlySpan<char> text)
    {
        Span<byte> utf8 = stackalloc byte[text.Length * 3];
        return TryMap(utf8[..Encoding.UTF8.GetBytes(text, utf8)], out _);
    }

    private static uint OffsetOf(uint unit) => (unit >> 10) << ((unit & WideOffset) != 0 ? 8 : 0);
}

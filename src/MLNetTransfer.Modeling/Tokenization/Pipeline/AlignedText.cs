using System.Text;

namespace MLNetTransfer.Modeling.Tokenization.Pipeline;

/// <summary>
/// A text on its way through the normalizers: its UTF-16 units, and for each the stretch of the original text that it came of.
/// Always well-formed; both units of a surrogate pair have the same stretch. Reused from text to text.
/// </summary>
internal sealed class AlignedText
{
    private char[] _chars = new char[256];

    public int Length { get; private set; }

    public ReadOnlySpan<char> Chars => _chars.AsSpan(0, Length);

    /// <summary>Where each unit's stretch starts; only the first <see cref="Length"/> count.</summary>
    public int[] Starts { get; private set; } = new int[256];

    /// <summary>Where each unit's stretch ends; only the first <see cref="Length"/> count.</summary>
    public int[] Ends { get; private set; } = new int[256];

    /// <summary>Where in the original text this text begins.</summary>
    public int Origin { get; private set; }

    /// <summary>Makes the text empty, to be filled with what another becomes.</summary>
    public void Clear(AlignedText source)
    {
        Length = 0;
        Origin = source.Origin;
    }

    /// <summary>Takes a stretch of the original text as it is, but U+FFFD for a lone surrogate.</summary>
    public void Load(ReadOnlySpan<char> original, int start, int end)
    {
        Length = 0;
        Origin = start;
        EnsureRoom(end - start);
        for (int i = start; i < end;)
        {
            char c = original[i];
            if (char.IsSurrogate(c))
            {
                Rune.DecodeFromUtf16(original[i..end], out Rune rune, out int width);
                Append(rune.Value, i, i + width);
                i += width;
            }
            else
            {
                Append(c, i, ++i);
            }
        }
    }

    /// <summary>The character that begins at a unit, and how many units it has.</summary>
    public int ScalarAt(int index, out int width)
    {
        char c = _chars[index];
        if (char.IsHighSurrogate(c))
        {
            width = 2;
            return char.ConvertToUtf32(c, _chars[index + 1]);
        }

        width = 1;
        return c;
    }

    /// <summary>How many units the character has that begins at a unit.</summary>
    public int WidthAt(int index) => char.IsHighSurrogate(_chars[index]) ? 2 : 1;

    /// <summary>Adds a character that came of a stretch of the original text.</summary>
    public void Append(int scalar, int start, int end)
    {
        int at = Length;
        if (at + 2 > _chars.Length) EnsureRoom(2);
        Starts[at] = start;
        Ends[at] = end;
        if (scalar < 0x10000)
        {
            _chars[at] = (char)scalar;
            Length = at + 1;
            return;
        }

        _chars[at] = (char)(0xD800 + ((scalar - 0x10000) >> 10));
        _chars[at + 1] = (char)(0xDC00 + (scalar & 0x3FF));
        Starts[at + 1] = start;
        Ends[at + 1] = end;
        Length = at + 2;
    }

    /// <summary>Adds a part of another text as it is.</summary>
    public void Append(AlignedText text, int start, int end)
    {
        EnsureRoom(end - start);
        text._chars.AsSpan(start, end - start).CopyTo(_chars.AsSpan(Length));
        text.Starts.AsSpan(start, end - start).CopyTo(Starts.AsSpan(Length));
        text.Ends.AsSpan(start, end - start).CopyTo(Ends.AsSpan(Length));
        Length += end - start;
    }

    /// <summary>Adds characters that came of one stretch of the original text.</summary>
    public void Append(ReadOnlySpan<char> chars, int start, int end)
    {
        EnsureRoom(chars.Length);
        chars.CopyTo(_chars.AsSpan(Length));
        Starts.AsSpan(Length, chars.Length).Fill(start);
        Ends.AsSpan(Length, chars.Length).Fill(end);
        Length += chars.Length;
    }

    private void EnsureRoom(int more)
    {
        if (Length + more <= _chars.Length) return;
        int length = Math.Max(Length + more, _chars.Length * 2);
        Array.Resize(ref _chars, length);
        int[] starts = Starts, ends = Ends;
        Array.Resize(ref starts, length);
        Array.Resize(ref ends, length);
        (Starts, Ends) = (starts, ends);
    }
}

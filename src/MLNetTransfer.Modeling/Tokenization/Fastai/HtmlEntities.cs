using System.Globalization;

namespace MLNetTransfer.Modeling.Tokenization.Fastai;

/// <summary>Reads HTML's character references as Python's <c>html.unescape</c> does: by HTML5's names, of which some need no semicolon and may stand before other letters.</summary>
internal static class HtmlEntities
{
    private const int LongestName = 32;

    private static readonly Dictionary<string, string> _names = Read(HtmlEntityData.Names);
    private static readonly Dictionary<string, string> _numbers = Read(HtmlEntityData.Numbers);

    /// <summary>Reads the reference that a text begins with.</summary>
    /// <param name="text">The text, which begins with an ampersand.</param>
    /// <param name="meaning">What the reference means; perhaps nothing.</param>
    /// <returns>The reference's length, 0 where there is none.</returns>
    public static int Read(ReadOnlySpan<char> text, out string meaning)
    {
        meaning = string.Empty;
        if (text.Length > 1 && text[1] == '#') return ReadNumber(text, out meaning);
        int length = 1;
        for (int characters = 0; length < text.Length && characters < LongestName && text[length] is not ('\t' or '\n' or '\f' or ' ' or '<' or '&' or '#' or ';'); characters++)
            length += char.IsHighSurrogate(text[length]) ? 2 : 1;
        if (length == 1) return 0;
        Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> names = _names.GetAlternateLookup<ReadOnlySpan<char>>();
        if (length < text.Length && text[length] == ';' && names.TryGetValue(text[1..(length + 1)], out meaning!)) return length + 1;
        // The longest name of two letters or more that the word begins with.
        for (; length > 2; length--)
            if (names.TryGetValue(text[1..length], out meaning!)) return length;
        meaning = string.Empty;
        return 0;
    }

    private static int ReadNumber(ReadOnlySpan<char> text, out string meaning)
    {
        meaning = string.Empty;
        bool hexadecimal = text.Length > 2 && text[2] is 'x' or 'X';
        int start = hexadecimal ? 3 : 2;
        int length = start;
        long number = 0;
        for (; length < text.Length && (hexadecimal ? char.IsAsciiHexDigit(text[length]) : char.IsAsciiDigit(text[length])); length++)
            number = Math.Min((number * (hexadecimal ? 16 : 10)) + int.Parse(text.Slice(length, 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture), int.MaxValue);
        if (length == start) return 0;
        if (length < text.Length && text[length] == ';') length++;
        meaning = _numbers.GetValueOrDefault(number.ToString(CultureInfo.InvariantCulture))
            ?? (number is 0 or (>= 0xD800 and <= 0xDFFF) or > 0x10FFFF ? "\uFFFD" : IsNoCharacter((int)number) ? string.Empty : char.ConvertFromUtf32((int)number));
        return length;
    }

    private static bool IsNoCharacter(int c)
        => c is (>= 1 and <= 8) or 0xB or (>= 0xE and <= 0x1F) or (>= 0x7F and <= 0x9F) or (>= 0xFDD0 and <= 0xFDEF) || (c & 0xFFFE) == 0xFFFE;

    private static Dictionary<string, string> Read(string table)
    {
        string[] parts = table.Split(' ');
        var entries = new Dictionary<string, string>(parts.Length / 2);
        for (int i = 0; i < parts.Length; i += 2) entries.Add(parts[i], parts[i + 1]);
        return entries;
    }
}

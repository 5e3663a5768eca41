using System.Globalization;
using System.Text;
using MLNetTransfer.Modeling.Tokenization.Pipeline;
using MLNetTransfer.Modeling.Tokenization.Unicode;

namespace MLNetTransfer.Modeling.Tokenization.Fastai;

/// <summary>What Python takes characters for: fastai's rules are Python's regular expressions and string methods.</summary>
internal static class PythonText
{
    // Besides the categories: the characters that words are not divided at, such as apostrophes.
    private const string InsideWords = "'.:\u00B7\u0387\u055F\u05F4\u2018\u2019\u2024\u2027\uFE13\uFE52\uFE55\uFF07\uFF0E\uFF1A";

    /// <summary>Whether a character is white space; all such are one UTF-16 unit.</summary>
    public static bool IsSpace(char c) => c is ' ' or (>= '\t' and <= '\r') or (>= '\x1C' and <= '\x1F') or '\x85' or '\u00A0' or '\u1680' or (>= '\u2000' and <= '\u200A') or '\u2028' or '\u2029' or '\u202F' or '\u205F' or '\u3000';

    /// <summary>Whether a character is a letter, a number or a low line.</summary>
    public static bool IsWord(int scalar) => scalar == '_' || CharUnicodeInfo.GetUnicodeCategory(scalar) is <= UnicodeCategory.OtherLetter or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;

    /// <summary>Writes a stretch of a text in small letters; a capital sigma is the final one at the end of a word.</summary>
    public static void AppendLower(AlignedText from, int start, int end, AlignedText into)
    {
        for (int i = start; i < end;)
        {
            int c = from.ScalarAt(i, out int width);
            int small = c == 0x3A3 ? IsFinal(from.Chars, start, i, end) ? 0x3C2 : 0x3C3 : (UnicodeTables.Of(c) & CharacterFlags.HasSmallLetter) != 0 ? UnicodeTables.SmallLetter(c) : c;
            into.Append(small, from.Starts[i], from.Ends[i]);
            if (c == 0x130) into.Append(0x307, from.Starts[i], from.Ends[i]);
            i += width;
        }
    }

    private static bool IsFinal(ReadOnlySpan<char> text, int start, int at, int end)
    {
        bool afterLetter = false;
        for (ReadOnlySpan<char> before = text[start..at]; !before.IsEmpty && !afterLetter;)
        {
            Rune.DecodeLastFromUtf16(before, out Rune rune, out int width);
            before = before[..^width];
            if (IsIgnored(rune)) continue;
            if (!IsCased(rune)) return false;
            afterLetter = true;
        }

        for (ReadOnlySpan<char> behind = text[(at + 1)..end]; !behind.IsEmpty && afterLetter;)
        {
            Rune.DecodeFromUtf16(behind, out Rune rune, out int width);
            behind = behind[width..];
            if (!IsIgnored(rune)) return !IsCased(rune);
        }

        return afterLetter;
    }

    private static bool IsCased(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter;

    private static bool IsIgnored(Rune rune)
        => (rune.IsBmp && InsideWords.Contains((char)rune.Value))
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format or UnicodeCategory.ModifierLetter or UnicodeCategory.ModifierSymbol;
}

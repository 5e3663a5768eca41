using System.Text;

namespace MLNetTransfer.Modeling.Tests.Tokenization;

/// <summary>Texts that try a tokenizer: every script, marks in any order, controls, odd blanks, special tokens, half surrogate pairs. The same ones for the same seed.</summary>
internal sealed class RandomTexts(int seed)
{
    private static readonly string[] _words =
    [
        "the", "The", "unaffable", "RUNNING", "don't", "e-mail", "U.S.A.", "3.14", "naïve", "Ångström", "İstanbul", "ΑΣ", "ẞtraße", "Dž", "ŉ", "ﬁne", "한국어", "東京都", "豈更車", "नमस्ते", "ไทย",
        "שָׁלוֹם", "مَرحَبًا", "Việt", "e\u0301\u0316", "\u0344", "a\u0315\u0300\u05AE\u0300", "\u1100\u1161\u11A8", "😀👩‍👩‍👧", "\U0002F801", "\U0001D160", "Ꭰꭰ", "\U00010400", "[CLS]", "[SEP]", "[MASK]", "[PAD]", "[UNK]",
        "<s>", "</s>", "<mask>", "▁", "▁the", "Ġ", "<0x41>", "`` ''", "'ll 'S 'ſ", "½²Ⅷ٣", "[mask]", "[ MASK ]", "##ing", "http://a.b/c?d=e&f", "$5", "+=", "`~^", "\0", "\u0001", "\u00AD", "\uFEFF", "\u200D", "\uFFFD", "\uE000", "\U000F0000", "\t", "\r\n", "\u000B", "\u001C", "\u0085", "\u00A0",
        "\u1680", "\u180E", "\u2003", "\u200B", "\u2028", "\u202F", "\u3000", "，", "。", "「", "¿", "†", "𐄀", "\uD800", "\uDC00",
        "ﬁ\u0301", "ﷺ", "®\u0301", "©\u200D©\u0301", "\r\n\u0301", "\u1161\u0301", "\uAC01\u0301", "क\u094Dक\u0301", "\u0600a\u0301", "ｶﾞ", "ｶ\u0301", "\u0001\u007F", "ababababab", "hahahaha", "1,234,567,",
    ];

    private static readonly (int First, int Last)[] _blocks =
    [
        (0x00, 0x7F), (0x80, 0x24F), (0x250, 0x36F), (0x370, 0x5FF), (0x600, 0x8FF), (0x900, 0xDFF), (0xE00, 0x11FF), (0x1200, 0x1DFF), (0x1E00, 0x1FFF),
        (0x2000, 0x2BFF), (0x2C00, 0x2FFF), (0x3000, 0x4DFF), (0x4E00, 0x9FFF), (0xA000, 0xABFF), (0xAC00, 0xD7FF), (0xF900, 0xFFFF), (0x10000, 0x11FFF), (0x12000, 0x1CFFF),
        (0x1D000, 0x1DFFF), (0x1E000, 0x1FFFF), (0x20000, 0x2FFFF), (0xE0000, 0xE01FF),
    ];

    private readonly Random _random = new(seed);

    public IEnumerable<string> Take(int count, params string[] extraWords)
    {
        string[] words = [.. _words, .. extraWords];
        for (int i = 0; i < count; i++) yield return Next(words);
    }

    /// <summary>Rows of ids, some of them beyond what a vocabulary of the size has.</summary>
    public IEnumerable<int[]> Ids(int count, int size)
    {
        for (int i = 0; i < count; i++) yield return [.. Enumerable.Range(0, _random.Next(1, 16)).Select(_ => _random.Next(_random.Next(3) == 0 ? Math.Min(size, 300) : size))];
    }

    private string Next(string[] words)
    {
        var text = new StringBuilder();
        int pieces = _random.Next(1, 24);
        for (int p = 0; p < pieces; p++)
        {
            switch (_random.Next(8))
            {
                case 0 or 1 or 2:
                    // The words of the test come as often as all others.
                    text.Append(words.Length > _words.Length && _random.Next(2) == 0 ? words[_random.Next(_words.Length, words.Length)] : words[_random.Next(words.Length)]);
                    break;
                case 3:
                    (int first, int last) = _blocks[_random.Next(_blocks.Length)];
                    for (int n = _random.Next(1, 8); n > 0; n--) AppendScalar(text, _random.Next(first, last + 1));
                    break;
                case 4:
                    for (int n = _random.Next(1, 9); n > 0; n--) text.Append((char)('a' + _random.Next(26)));
                    break;
                case 5:
                    for (int n = _random.Next(1, 5); n > 0; n--) AppendScalar(text, _random.Next(2) == 0 ? _random.Next(0x300, 0x370) : _random.Next(0x10FFFF));
                    break;
                case 6:
                    text.Append((char)_random.Next(0x21, 0x7F));
                    break;
                default:
                    if (_random.Next(40) == 0) text.Append((char)('a' + _random.Next(26)), _random.Next(95, 106));
                    else if (_random.Next(60) == 0) text.Insert(text.Length, "é", _random.Next(95, 106));
                    break;
            }

            if (_random.Next(3) > 0) text.Append(' ', _random.Next(12) == 0 ? _random.Next(3, 30) : _random.Next(1, 3));
        }

        return text.ToString();
    }

    // Surrogates by themselves, too.
    private static void AppendScalar(StringBuilder text, int value) => text.Append(value is >= 0xD800 and <= 0xDFFF ? ((char)value).ToString() : char.ConvertFromUtf32(value));
}

using System.Buffers;
using System.Globalization;
using System.Text;
using MLNetTransfer.Modeling.Tokenization.Pipeline;
using MLNetTransfer.Modeling.Tokenization.PreTokenizers;

namespace MLNetTransfer.Modeling.Tokenization.Fastai;

/// <summary>
/// Splits text into words after spaCy's rules for English, with which fastai's vocabularies are made: at white space, then punctuation off both ends of what is left until
/// it is an exception or has none, then at signs between letters or digits. Made for text in small letters, as fastai's rules write it.
/// </summary>
internal sealed class EnglishWords : TextSplitter
{
    private const string Quotes = "'\"”“`‘´’‚,„»«「」『』（）〔〕【】《》〈〉⟦⟧";
    private const string Punctuation = "…,:;!?¿؟¡()[]{}<>_#*&。？！，、；：～·।،۔؛٪";
    private const string Currency = "$£€¥฿₽﷼₴₠₡₢₣₤₥₦₧₨₩₪₫₭₮₯₰₱₲₳₵₶₷₸₹₺₻₼₾₿";
    private const string Hyphens = "-–—~";

    private static readonly SearchValues<char> _prefixes = SearchValues.Create("§%=—–" + Punctuation + Quotes + Currency);
    private static readonly SearchValues<char> _suffixes = SearchValues.Create("—–" + Punctuation + Quotes);
    private static readonly SearchValues<char> _beforeFullStop = SearchValues.Create("%²-+(?:)" + Punctuation + Quotes);

    // The longest first.
    private static readonly string[] _units =
        [.. "km km² km³ m m² m³ dm dm² dm³ cm cm² cm³ mm mm² mm³ ha µm nm yd in ft kg g mg µg t lb oz kmh mph mb kb gb tb % км км² км³ м м² м³ дм дм² дм³ см см² см³ мм мм² мм³ нм кг г мг кб мб гб тб".Split(' ').OrderByDescending(u => u.Length)];

    protected override void Split(ReadOnlySpan<char> piece, int at, SplitText into)
    {
        for (int start = 0; start < piece.Length;)
        {
            bool space = PythonText.IsSpace(piece[start]);
            int end = start + 1;
            while (end < piece.Length && PythonText.IsSpace(piece[end]) == space) end++;
            if (!space) SplitWord(piece[start..end], at + start, into);
            // One blank parts words; other white space is a token itself.
            else into.Add(at + start + (start > 0 && piece[start] == ' ' ? 1 : 0), at + end);
            start = end;
        }
    }

    private static void SplitWord(ReadOnlySpan<char> word, int at, SplitText into)
    {
        int start = 0, end = word.Length;
        var suffixes = new Stack<int>();
        while (start < end && EnglishExceptions.Find(word[start..end]) is null)
        {
            int prefix = PrefixOf(word[start..end]);
            if (prefix > 0 && EnglishExceptions.Find(word[(start + prefix)..end]) is not null)
            {
                into.Add(at + start, at + start + prefix);
                start += prefix;
                break;
            }

            int suffix = SuffixOf(word[(start + prefix)..end]);
            if (prefix == 0 && suffix == 0) break;
            // An exception in front of the suffix keeps what the prefix would take.
            if (suffix > 0 && EnglishExceptions.Find(word[start..(end - suffix)]) is not null) prefix = 0;
            if (prefix > 0) into.Add(at + start, at + start + prefix);
            if (suffix > 0) suffixes.Push(end - suffix);
            (start, end) = (start + prefix, end - suffix);
        }

        SplitMiddle(word[start..end], at + start, into);
        while (suffixes.TryPop(out int from)) into.Add(at + from, at + (suffixes.Count == 0 ? word.Length : suffixes.Peek()));
    }

    private static void SplitMiddle(ReadOnlySpan<char> word, int at, SplitText into)
    {
        if (EnglishExceptions.Find(word) is { } lengths)
        {
            foreach (int length in lengths)
            {
                into.Add(at, at + length);
                at += length;
            }

            return;
        }

        int start = 0;
        if (!IsAddress(word))
        {
            for (int i = 0; i < word.Length;)
            {
                int infix = InfixAt(word, i);
                if (infix > 0 && i > start)
                {
                    into.Add(at + start, at + i);
                    into.Add(at + i, at + i + infix);
                    start = i + infix;
                }

                i += Math.Max(1, infix);
            }
        }

        into.Add(at + start, at + word.Length);
    }

    private static int PrefixOf(ReadOnlySpan<char> word)
    {
        if (_prefixes.Contains(word[0])) return 1;
        if (word[0] == '+') return word.Length > 1 && char.IsAsciiDigit(word[1]) ? 0 : 1;
        if (word.StartsWith("..")) return word.IndexOfAnyExcept('.') is var dots and >= 0 ? dots : word.Length;
        return IconAt(word, 0);
    }

    private static int SuffixOf(ReadOnlySpan<char> word)
    {
        if (word.IsEmpty) return 0;
        char last = word[^1], before = word.Length > 1 ? word[^2] : '\0';
        if (last == '.' && before == '.') return word.Length - 1 - word.LastIndexOfAnyExcept('.');
        if (last == 's' && before is '\'' or '’') return 2;
        foreach (string unit in _units)
            if (word.Length > unit.Length && word.EndsWith(unit) && char.IsAsciiDigit(word[^(unit.Length + 1)])) return unit.Length;
        if (_suffixes.Contains(last)) return 1;
        if ((last == '+' || Currency.Contains(last)) && char.IsAsciiDigit(before)) return 1;
        if (last == '.') return char.IsAsciiDigit(before) || IsSmall(before) || _beforeFullStop.Contains(before) ? 1 : 0;
        Rune.DecodeLastFromUtf16(word, out _, out int width);
        return IconAt(word, word.Length - width);
    }

    private static int InfixAt(ReadOnlySpan<char> word, int at)
    {
        char here = word[at], before = at > 0 ? word[at - 1] : '\0', behind = at + 1 < word.Length ? word[at + 1] : '\0';
        if (here == '.' && behind == '.') return word[at..].IndexOfAnyExcept('.') is var dots and >= 0 ? dots : word.Length - at;
        if (here == '…') return 1;
        if (IconAt(word, at) is var icon and > 0) return icon;
        if (here is '+' or '-' or '*' or '^' && char.IsAsciiDigit(before) && (char.IsAsciiDigit(behind) || behind == '-')) return 1;
        if (here == '.' && (IsSmall(before) || Quotes.Contains(before)) && (IsCapital(behind) || Quotes.Contains(behind))) return 1;
        if (here == ',' && char.IsLetter(before) && char.IsLetter(behind)) return 1;
        bool joined = char.IsLetter(before) || char.IsAsciiDigit(before);
        if (joined && here is ':' or '<' or '>' or '=' or '/' && char.IsLetter(behind)) return 1;
        if (!joined || !Hyphens.Contains(here)) return 0;
        int length = here == '-' ? word[at..].IndexOfAnyExcept('-') : here == '—' && behind == '—' ? 2 : 1;
        return length is >= 1 and <= 3 && at + length < word.Length && char.IsLetter(word[at + length]) ? length : 0;
    }

    /// <summary>Whether a word looks like a host's name or a mail address, which is not split.</summary>
    private static bool IsAddress(ReadOnlySpan<char> word)
    {
        int host = word.LastIndexOf('@') + 1;
        int dot = word.LastIndexOf('.');
        if (dot <= host || word.Length - dot < 3) return false;
        foreach (char c in word[(dot + 1)..])
            if (!IsSmall(c)) return false;
        foreach (char c in word[host..dot])
            if (!char.IsLetterOrDigit(c) && c is not ('.' or '-' or '_')) return false;
        return !word[host..].Contains("..", StringComparison.Ordinal) && char.IsLetterOrDigit(word[host]) && char.IsLetterOrDigit(word[dot - 1]);
    }

    /// <summary>The length of the symbol at a place, such as an emoji; 0 where there is none.</summary>
    private static int IconAt(ReadOnlySpan<char> word, int at)
        => word[at] > '\x7F' && Rune.DecodeFromUtf16(word[at..], out Rune rune, out int width) == OperationStatus.Done && Rune.GetUnicodeCategory(rune) == UnicodeCategory.OtherSymbol ? width : 0;

    // Letters of scripts without capitals count as both.
    private static bool IsSmall(char c) => char.GetUnicodeCategory(c) is UnicodeCategory.LowercaseLetter or UnicodeCategory.OtherLetter;

    private static bool IsCapital(char c) => char.GetUnicodeCategory(c) is UnicodeCategory.UppercaseLetter or UnicodeCategory.OtherLetter;
}

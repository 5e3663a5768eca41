using MLNetTransfer.Modeling.Tokenization.Unicode;

namespace MLNetTransfer.Modeling.Tokenization.Patterns;

/// <summary>GPT-2's regular expression: contractions, words, numbers and other characters with a blank before them, and white space but for a blank that belongs to what follows. It leaves nothing out.</summary>
internal sealed class Gpt2Pattern : TextPattern
{
    private const byte Letter = 1, Number = 2, Space = 3, Other = 4;

    private static readonly byte[] _kinds = new byte[0x10000];
    private static readonly CharacterSet _letters = CharacterSets.Category("L")!;
    private static readonly CharacterSet _numbers = CharacterSets.Category("N")!;

    static Gpt2Pattern()
    {
        for (int c = 0; c < _kinds.Length; c++) _kinds[c] = Classify(c);
    }

    public static Gpt2Pattern Instance { get; } = new();

    public override bool Find(ReadOnlySpan<char> text, int from, out TextSpan match)
    {
        match = new TextSpan(from, from < text.Length ? EndOf(text, from) : from);
        return from < text.Length;
    }

    private static int EndOf(ReadOnlySpan<char> text, int start)
    {
        char c = text[start];
        if (c == '\'' && Contraction(text[(start + 1)..]) is > 0 and var length) return start + 1 + length;
        int at = c == ' ' ? start + 1 : start;
        byte kind = at < text.Length ? KindAt(text, at, out _) : Space;
        if (kind != Space) return EndOfRun(text, at, kind);
        int end = EndOfRun(text, start, Space);
        // The last blank, or other white space, stays out of a run that something follows, unless it is all there is.
        return end < text.Length && end - start > 1 ? end - 1 : end;
    }

    private static int EndOfRun(ReadOnlySpan<char> text, int at, byte kind)
    {
        while (at < text.Length && KindAt(text, at, out int width) == kind) at += width;
        return at;
    }

    private static int Contraction(ReadOnlySpan<char> rest) => rest switch
    {
        ['s' or 't' or 'm' or 'd', ..] => 1,
        ['r' or 'v', 'e', ..] or ['l', 'l', ..] => 2,
        _ => 0,
    };

    private static byte KindAt(ReadOnlySpan<char> text, int at, out int width)
    {
        char c = text[at];
        if (!char.IsHighSurrogate(c))
        {
            width = 1;
            return _kinds[c];
        }

        width = 2;
        return Classify(char.ConvertToUtf32(c, text[at + 1]));
    }

    private static byte Classify(int c) => _letters.Contains(c) ? Letter : _numbers.Contains(c) ? Number : CharacterSets.WhiteSpace.Contains(c) ? Space : Other;
}

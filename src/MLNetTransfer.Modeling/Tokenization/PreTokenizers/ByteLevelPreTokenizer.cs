using MLNetTransfer.Modeling.Tokenization.Files;
using MLNetTransfer.Modeling.Tokenization.Patterns;
using MLNetTransfer.Modeling.Tokenization.Pipeline;

namespace MLNetTransfer.Modeling.Tokenization.PreTokenizers;

/// <summary>ByteLevel: splits by GPT-2's rule if asked to, and writes each byte of the UTF-8 form as a character of its own.</summary>
internal sealed class ByteLevelPreTokenizer(bool addPrefixSpace, bool useRegex) : TextPreTokenizer
{
    /// <summary>Whether a piece that does not begin with a blank gets one.</summary>
    public bool AddPrefixSpace { get; } = addPrefixSpace;

    /// <summary>Whether pieces are split by GPT-2's rule.</summary>
    public bool UseRegex { get; } = useRegex;

    public static TextPreTokenizer Read(JsonPart part) => new ByteLevelPreTokenizer(part.Boolean("add_prefix_space") ?? true, part.Boolean("use_regex") ?? true);

    public override void Split(SplitText text)
    {
        if (AddPrefixSpace) WritePrefixSpaces(text);
        if (UseRegex) SplitByRegex(text);
        AlignedText from = text.Text, into = text.BeginRoundOfNewText();
        foreach (TextSpan piece in text.Pieces)
        {
            int start = into.Length;
            ByteAlphabet.Write(from, piece.Start, piece.End, into);
            text.Add(start, into.Length);
        }

        text.EndRoundOfNewText();
    }

    private static void WritePrefixSpaces(SplitText text)
    {
        AlignedText from = text.Text, into = text.BeginRoundOfNewText();
        foreach (TextSpan piece in text.Pieces)
        {
            int start = into.Length;
            if (from.Chars[piece.Start] != ' ') into.Append(' ', from.Starts[piece.Start], from.Ends[piece.Start]);
            into.Append(from, piece.Start, piece.End);
            text.Add(start, into.Length);
        }

        text.EndRoundOfNewText();
    }

    private static void SplitByRegex(SplitText text)
    {
        text.BeginRound();
        foreach (TextSpan piece in text.Pieces)
        {
            ReadOnlySpan<char> chars = text.Text.Chars.Slice(piece.Start, piece.Length);
            for (int at = 0; Gpt2Pattern.Instance.Find(chars, at, out TextSpan word); at = word.End) text.Add(piece.Start + word.Start, piece.Start + word.End);
        }

        text.EndRound();
    }
}

using MLNetTransfer.Modeling.Tokenization.Pipeline;
using MLNetTransfer.Modeling.Tokenization.Unicode;

namespace MLNetTransfer.Modeling.Tokenization.PostProcessors;

/// <summary>Takes the white space at a token's ends out of its stretch of the text, as byte-level tokenizers do.</summary>
/// <param name="AddsPrefixSpace">Whether a text's first token may have a blank before it that the text does not have.</param>
internal sealed record OffsetTrim(bool AddsPrefixSpace)
{
    /// <summary>How many white space characters, or blanks of the byte alphabet, a token has at its ends.</summary>
    public static (int Leading, int Trailing) Count(ReadOnlySpan<char> token)
    {
        int leading = 0, trailing = 0;
        while (leading < token.Length && IsSpace(token[leading])) leading++;
        while (trailing < token.Length && IsSpace(token[^(trailing + 1)])) trailing++;
        return (leading, trailing);
    }

    /// <summary>The stretch without its white space, counted in the token and taken off the text, character by character.</summary>
    /// <param name="text">The original text.</param>
    /// <param name="index">The token's place among the text's tokens.</param>
    /// <param name="span">The token's stretch.</param>
    /// <param name="leading">White space characters that the token begins with.</param>
    /// <param name="trailing">Those that it ends with.</param>
    public TextSpan Trim(ReadOnlySpan<char> text, int index, TextSpan span, int leading, int trailing)
    {
        // One blank before the first token may be one that was added.
        if (leading == 1 && AddsPrefixSpace && (index == 0 || span.Start == 0)) leading = 0;
        int start = span.Start, end = span.End;
        for (; leading > 0 && start < end; leading--) start += IsPair(text, start) ? 2 : 1;
        for (; trailing > 0 && end > 0; trailing--) end -= end > 1 && IsPair(text, end - 2) ? 2 : 1;
        return new TextSpan(start, trailing > 0 ? span.End : Math.Max(start, end));
    }

    private static bool IsPair(ReadOnlySpan<char> text, int at) => at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1]);

    private static bool IsSpace(char c) => c == ByteAlphabet.Blank || CharacterSets.WhiteSpace.Contains(c);
}

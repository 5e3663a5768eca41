using MLNetTransfer.Modeling.Tokenization.Pipeline;

namespace MLNetTransfer.Modeling.Tokenization.PreTokenizers;

/// <summary>A pre-tokenizer that leaves the characters as they are and looks at one piece at a time.</summary>
internal abstract class TextSplitter : TextPreTokenizer
{
    public sealed override void Split(SplitText text)
    {
        text.BeginRound();
        foreach (TextSpan piece in text.Pieces) Split(text.Text.Chars.Slice(piece.Start, piece.Length), piece.Start, text);
        text.EndRound();
    }

    /// <summary>Adds what a piece is split into, in order.</summary>
    /// <param name="piece">The piece's characters.</param>
    /// <param name="at">Where the piece stands in the text, which is what <paramref name="into"/> counts from.</param>
    /// <param name="into">Takes the parts; empty ones are dropped.</param>
    protected abstract void Split(ReadOnlySpan<char> piece, int at, SplitText into);
}

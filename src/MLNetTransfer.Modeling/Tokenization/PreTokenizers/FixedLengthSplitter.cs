using MLNetTransfer.Modeling.Tokenization.Files;
using MLNetTransfer.Modeling.Tokenization.Pipeline;

namespace MLNetTransfer.Modeling.Tokenization.PreTokenizers;

/// <summary>FixedLength: pieces of so many characters, the last one of what is left.</summary>
internal sealed class FixedLengthSplitter(int length) : TextSplitter
{
    public static TextPreTokenizer Read(JsonPart part) => part.Integer("length") is var length and not <= 0 ? new FixedLengthSplitter(length ?? 5) : throw part.Bad("length", "must be greater than 0");

    protected override void Split(ReadOnlySpan<char> piece, int at, SplitText into)
    {
        int start = 0, count = 0;
        for (int i = 0; i < piece.Length; i += char.IsHighSurrogate(piece[i]) ? 2 : 1)
        {
            if (count++ < length) continue;
            into.Add(at + start, at + i);
            (start, count) = (i, 1);
        }

        into.Add(at + start, at + piece.Length);
    }
}

using MLNetTransfer.Modeling.Tokenization.Pipeline;
using MLNetTransfer.Modeling.Tokenization.Unicode;

namespace MLNetTransfer.Modeling.Tokenization.PreTokenizers;

/// <summary>Whitespace: runs of word characters and runs of other characters, without the white space.</summary>
internal sealed class RunSplitter : TextSplitter
{
    protected override void Split(ReadOnlySpan<char> piece, int at, SplitText into)
    {
        CharacterFlags last = CharacterFlags.WhiteSpace;
        int start = 0;
        for (int i = 0; i < piece.Length;)
        {
            int c = piece[i];
            int width = 1;
            if (char.IsHighSurrogate(piece[i])) (c, width) = (char.ConvertToUtf32(piece[i], piece[i + 1]), 2);
            CharacterFlags kind = UnicodeTables.Of(c) & (CharacterFlags.Word | CharacterFlags.WhiteSpace);
            if (kind != last)
            {
                if (last != CharacterFlags.WhiteSpace) into.Add(at + start, at + i);
                (start, last) = (i, kind);
            }

            i += width;
        }

        if (last != CharacterFlags.WhiteSpace) into.Add(at + start, at + piece.Length);
    }
}

using System.Text;
using MLNetTransfer.Modeling.Tokenization.Pipeline;
using MLNetTransfer.Modeling.Tokenization.Unicode;

namespace MLNetTransfer.Modeling.Tokenization.PreTokenizers;

/// <summary>BERT's: white space parts words, and each punctuation character is one.</summary>
internal sealed class BertPreTokenizer : TextSplitter
{
    protected override void Split(ReadOnlySpan<char> piece, int at, SplitText into)
    {
        ReadOnlySpan<byte> flagsOf = UnicodeTables.Flags;
        int start = 0;
        for (int i = 0; i < piece.Length;)
        {
            Rune.DecodeFromUtf16(piece[i..], out Rune rune, out int width);
            var flags = (CharacterFlags)flagsOf[rune.Value];
            if ((flags & (CharacterFlags.WhiteSpace | CharacterFlags.Punctuation)) != 0)
            {
                into.Add(at + start, at + i);
                start = i + width;
                if ((flags & CharacterFlags.WhiteSpace) == 0) into.Add(at + i, at + start);
            }

            i += width;
        }

        into.Add(at + start, at + piece.Length);
    }
}

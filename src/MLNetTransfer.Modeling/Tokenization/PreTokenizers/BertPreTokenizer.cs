using System.Text;
using MLNetTransfer.Modeling.Tokenization.Unicode;

namespace MLNetTransfer.Modeling.Tokenization.PreTokenizers;

/// <summary>BERT's: white space parts words, and each punctuation character is one.</summary>
internal sealed class BertPreTokenizer : TextPreTokenizer
{
    public override void Split(ReadOnlySpan<char> text, List<TextSpan> words)
    {
        ReadOnlySpan<byte> flagsOf = UnicodeTables.Flags;
        int start = 0;
        for (int i = 0; i < text.Length;)
        {
            Rune.DecodeFromUtf16(text[i..], out Rune rune, out int width);
            var flags = (CharacterFlags)flagsOf[rune.Value];
            if ((flags & (CharacterFlags.WhiteSpace | CharacterFlags.Punctuation)) != 0)
            {
                if (start < i) words.Add(new TextSpan(start, i));
                start = i + width;
                if ((flags & CharacterFlags.WhiteSpace) == 0) words.Add(new TextSpan(i, start));
            }

            i += width;
        }

        if (start < text.Length) words.Add(new TextSpan(start, text.Length));
    }
}

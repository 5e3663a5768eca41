using MLNetTransfer.Modeling.Tokenization.Pipeline;

namespace MLNetTransfer.Modeling.Tokenization.Normalizers;

/// <summary>What SentencePiece's nmt rules do: removes control characters, and makes all kinds of white space blanks.</summary>
internal sealed class Nmt : RewritingNormalizer
{
    protected override void Normalize(AlignedText from, AlignedText into)
    {
        var writer = new AlignedWriter(from, into);
        while (!writer.AtEnd)
        {
            switch (writer.Next)
            {
                case (>= 0x01 and <= 0x08) or 0x0B or (>= 0x0E and <= 0x1F) or 0x7F or 0x8F or 0x9F:
                    writer.Remove();
                    break;
                case 0x09 or 0x0A or 0x0C or 0x0D or 0x1680 or (>= 0x200B and <= 0x200F) or 0x2028 or 0x2029 or 0x2581 or 0xFEFF or 0xFFFD:
                    writer.Replace(' ');
                    break;
                default:
                    writer.Keep();
                    break;
            }
        }
    }
}

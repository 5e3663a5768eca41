using MLNetTransfer.Modeling.Tokenization.Pipeline;
using MLNetTransfer.Modeling.Tokenization.Unicode;

namespace MLNetTransfer.Modeling.Tokenization.Normalizers;

/// <summary>Makes all letters small.</summary>
internal sealed class Lowercase : RewritingNormalizer
{
    protected override void Normalize(AlignedText from, AlignedText into)
    {
        var writer = new AlignedWriter(from, into);
        ReadOnlySpan<byte> flagsOf = UnicodeTables.Flags;
        while (!writer.AtEnd)
        {
            int c = writer.Next;
            bool changes = ((CharacterFlags)flagsOf[c] & CharacterFlags.HasSmallLetter) != 0;
            writer.Replace(changes ? UnicodeTables.SmallLetter(c) : c);
            if (c == 0x130) writer.Add(0x307);
        }
    }
}

using MLNetTransfer.Modeling.Tokenization.Pipeline;

namespace MLNetTransfer.Modeling.Tokenization.Normalizers;

/// <summary>Writes each byte of the text's UTF-8 form as a character of its own.</summary>
internal sealed class ByteLevelNormalizer : RewritingNormalizer
{
    protected override void Normalize(AlignedText from, AlignedText into) => ByteAlphabet.Write(from, 0, from.Length, into);
}

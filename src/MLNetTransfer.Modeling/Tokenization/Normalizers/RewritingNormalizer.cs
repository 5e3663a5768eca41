using MLNetTransfer.Modeling.Tokenization.Pipeline;

namespace MLNetTransfer.Modeling.Tokenization.Normalizers;

/// <summary>A normalizer that writes the whole text anew.</summary>
internal abstract class RewritingNormalizer : TextNormalizer
{
    public sealed override void Normalize(ref AlignedText text, ref AlignedText spare)
    {
        if (IsNormal(text)) return;
        spare.Clear(text);
        Normalize(text, spare);
        (text, spare) = (spare, text);
    }

    /// <summary>Whether it is plain at a glance that the text would stay as it is.</summary>
    protected virtual bool IsNormal(AlignedText text) => text.Length == 0;

    /// <summary>Writes the normalized form of one text into another, which is empty.</summary>
    protected abstract void Normalize(AlignedText from, AlignedText into);
}

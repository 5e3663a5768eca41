using MLNetTransfer.Modeling.Tokenization.Pipeline;

namespace MLNetTransfer.Modeling.Tokenization.Normalizers;

/// <summary>One step that changes the text before it is split into words, keeping track of where everything came from.</summary>
internal abstract class TextNormalizer
{
    /// <summary>Writes the normalized form of one text into another, which is empty.</summary>
    public abstract void Normalize(AlignedText from, AlignedText into);
}

using MLNetTransfer.Modeling.Tokenization.Pipeline;

namespace MLNetTransfer.Modeling.Tokenization.Normalizers;

/// <summary>One step that changes the text before it is split into words, keeping track of where everything came from.</summary>
internal abstract class TextNormalizer
{
    /// <summary>Normalizes a text.</summary>
    /// <param name="text">The text, and afterwards its normalized form.</param>
    /// <param name="spare">Another text, whose content does not matter before or after; a step that writes a new text writes it here and changes the two over.</param>
    public abstract void Normalize(ref AlignedText text, ref AlignedText spare);
}

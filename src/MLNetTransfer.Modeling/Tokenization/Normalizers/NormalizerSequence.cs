using MLNetTransfer.Modeling.Tokenization.Files;
using MLNetTransfer.Modeling.Tokenization.Pipeline;

namespace MLNetTransfer.Modeling.Tokenization.Normalizers;

/// <summary>Normalizers one behind the other.</summary>
internal sealed class NormalizerSequence(params TextNormalizer[] steps) : TextNormalizer
{
    public static TextNormalizer Read(JsonPart part) => new NormalizerSequence([.. part.Items("normalizers").Select(SupportedParts.Normalizers.Read)]);

    public override void Normalize(ref AlignedText text, ref AlignedText spare)
    {
        foreach (TextNormalizer step in steps) step.Normalize(ref text, ref spare);
    }
}

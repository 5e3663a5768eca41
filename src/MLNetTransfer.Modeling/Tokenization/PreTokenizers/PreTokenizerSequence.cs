using MLNetTransfer.Modeling.Tokenization.Files;
using MLNetTransfer.Modeling.Tokenization.Pipeline;

namespace MLNetTransfer.Modeling.Tokenization.PreTokenizers;

/// <summary>Pre-tokenizers one behind the other, each splitting what the one before made.</summary>
internal sealed class PreTokenizerSequence(params TextPreTokenizer[] steps) : TextPreTokenizer
{
    public IReadOnlyList<TextPreTokenizer> Steps => steps;

    public static TextPreTokenizer Read(JsonPart part) => new PreTokenizerSequence([.. part.Items("pretokenizers").Select(SupportedParts.PreTokenizers.Read)]);

    public override void Split(SplitText text)
    {
        foreach (TextPreTokenizer step in steps) step.Split(text);
    }
}

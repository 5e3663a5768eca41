using MLNetTransfer.Modeling.Tokenization.Files;

namespace MLNetTransfer.Modeling.Tokenization.Decoders;

/// <summary>Decoders one behind the other.</summary>
internal sealed class DecoderSequence(params TokenDecoder[] steps) : TokenDecoder
{
    public static TokenDecoder Read(JsonPart part) => new DecoderSequence([.. part.Items("decoders").Select(SupportedParts.Decoders.Read)]);

    public override void Decode(List<string> tokens)
    {
        foreach (TokenDecoder step in steps) step.Decode(tokens);
    }
}

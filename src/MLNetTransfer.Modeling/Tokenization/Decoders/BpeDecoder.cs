using MLNetTransfer.Modeling.Tokenization.Files;

namespace MLNetTransfer.Modeling.Tokenization.Decoders;

/// <summary>BPEDecoder: writes what ends a word as a blank, but nothing in the last token.</summary>
internal sealed class BpeDecoder(string suffix) : TokenDecoder
{
    public static TokenDecoder Read(JsonPart part) => new BpeDecoder(part.String("suffix") ?? "</w>");

    public override void Decode(List<string> tokens)
    {
        if (suffix.Length == 0) return;
        for (int i = 0; i < tokens.Count; i++) tokens[i] = tokens[i].Replace(suffix, i + 1 < tokens.Count ? " " : string.Empty, StringComparison.Ordinal);
    }
}

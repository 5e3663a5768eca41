namespace MLNetTransfer.Modeling.Tokenization.Decoders;

/// <summary>Fuse: joins all tokens to one.</summary>
internal sealed class FuseDecoder : TokenDecoder
{
    public override void Decode(List<string> tokens)
    {
        string text = string.Concat(tokens);
        tokens.Clear();
        tokens.Add(text);
    }
}

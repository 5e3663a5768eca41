namespace MLNetTransfer.Modeling.Tokenization.Decoders;

/// <summary>One step from tokens back to text; behind the last one the tokens are joined.</summary>
internal abstract class TokenDecoder
{
    /// <summary>Changes the tokens in their place; there may be fewer or more of them afterwards.</summary>
    public abstract void Decode(List<string> tokens);
}

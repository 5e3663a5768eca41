using MLNetTransfer.Modeling.Tokenization.Pipeline;

namespace MLNetTransfer.Modeling.Tokenization.PreTokenizers;

/// <summary>Splits the pieces of a normalized text further, in the end into the words that the model takes one by one. It may write other characters, too.</summary>
internal abstract class TextPreTokenizer
{
    /// <summary>Puts its own pieces in the place of those there.</summary>
    public abstract void Split(SplitText text);
}

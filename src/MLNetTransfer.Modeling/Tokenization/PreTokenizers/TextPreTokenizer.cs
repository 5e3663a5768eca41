namespace MLNetTransfer.Modeling.Tokenization.PreTokenizers;

/// <summary>Splits a normalized text into the words that the model takes one by one.</summary>
internal abstract class TextPreTokenizer
{
    /// <summary>Adds the words, in order, none of them empty.</summary>
    public abstract void Split(ReadOnlySpan<char> text, List<TextSpan> words);
}

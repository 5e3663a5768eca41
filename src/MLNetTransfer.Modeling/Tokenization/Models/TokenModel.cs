using MLNetTransfer.Modeling.Tokenization.Pipeline;

namespace MLNetTransfer.Modeling.Tokenization.Models;

/// <summary>Splits words into the tokens of a vocabulary.</summary>
internal abstract class TokenModel
{
    /// <summary>How many tokens the vocabulary has.</summary>
    public abstract int VocabularySize { get; }

    /// <summary>The largest id that a token has; -1 where there is none.</summary>
    public abstract int LargestId { get; }

    /// <summary>The id that stands for words which the vocabulary cannot express.</summary>
    public abstract int? UnknownId { get; }

    /// <summary>Adds the tokens of one word, with stretches counted from the word's beginning.</summary>
    public abstract void Tokenize(ReadOnlySpan<char> word, TokenBuffer tokens);

    /// <summary>The id of a token, or null.</summary>
    public abstract int? IdOf(ReadOnlySpan<char> token);

    /// <summary>The token of an id, or null.</summary>
    public abstract string? TokenOf(int id);
}

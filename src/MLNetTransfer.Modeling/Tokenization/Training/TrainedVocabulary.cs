namespace MLNetTransfer.Modeling.Tokenization.Training;

/// <summary>What training gives: tokens by id, and how they came about.</summary>
internal sealed class TrainedVocabulary
{
    public required List<string> Tokens { get; init; }

    /// <summary>The pairs that became one token, in their order; none for Unigram.</summary>
    public IReadOnlyList<(int Left, int Right)> Merges { get; init; } = [];

    /// <summary>Unigram's logarithms of probabilities by id; none for the others.</summary>
    public List<double> Scores { get; init; } = [];

    public void Add(string token, double score)
    {
        Tokens.Add(token);
        Scores.Add(score);
    }
}

/// <summary>A word as it is split, and how often it occurs.</summary>
internal readonly record struct WordCount(string Word, long Count);

/// <summary>Kinds of vocabularies.</summary>
internal enum VocabularyKind
{
    WordPiece,
    BytePairs,
    Unigram,
}

namespace MLNetTransfer.Modeling.Tokenization.Training;

/// <summary>What <see cref="VocabularyTrainer"/> is to make.</summary>
public sealed class VocabularyOptions
{
    /// <summary>Whose tokenizer the result is like. Default: BERT's.</summary>
    public TokenizerStyle Style { get; init; } = TokenizerStyle.Bert;

    /// <summary>How many tokens there are to be at most, special ones included; fewer where the text does not give as many. Default: 30,000.</summary>
    public int VocabularySize { get; init; } = 30_000;

    /// <summary>How often two tokens must stand side by side to become one (WordPiece and byte pairs), or a stretch must occur to be a piece to begin with (Unigram). Default: 2.</summary>
    public int MinFrequency { get; init; } = 2;

    /// <summary>Whether text is lower-cased. Default: as the style's best-known model does, true for BERT and ALBERT.</summary>
    public bool? LowerCase { get; init; }

    /// <summary>Tokens beside the style's own that are special too and get the ids behind those. Default: none.</summary>
    public IReadOnlyList<string> SpecialTokens { get; init; } = [];

    /// <summary>How many characters the alphabet has at most, the most frequent ones; words with others are left out. Byte pairs always have all 256 bytes. Default: 1,000.</summary>
    public int AlphabetSize { get; init; } = 1000;

    /// <summary>How many different words are kept count of at a time. Where a text has more, the rarest are forgotten, so that memory is bounded. Default: 4,000,000, some 500 MB.</summary>
    public int WordLimit { get; init; } = 4_000_000;

    internal bool IsLowerCase => LowerCase ?? Style is TokenizerStyle.Bert or TokenizerStyle.Albert;

    internal void Check()
    {
        if (!Enum.IsDefined(Style)) throw new ArgumentOutOfRangeException(nameof(Style), Style, $"{nameof(Style)} must be one of {string.Join(", ", Enum.GetNames<TokenizerStyle>())}.");
        ArgumentOutOfRangeException.ThrowIfLessThan(VocabularySize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MinFrequency, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(AlphabetSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(WordLimit, 1);
        ArgumentNullException.ThrowIfNull(SpecialTokens);
        if (SpecialTokens.Any(string.IsNullOrEmpty)) throw new ArgumentException($"{nameof(SpecialTokens)} has an empty token; leave it out.", nameof(SpecialTokens));
    }
}

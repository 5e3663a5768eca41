namespace MLNetTransfer.Modeling.Tokenization.Decoders;

/// <summary>Joins tokens into text: those that continue a word to the token before, all others with a blank between.</summary>
internal sealed class WordPieceDecoder(string prefix, bool cleanUp)
{
    private static readonly (string From, string To)[] _cleanUps =
    [
        (" .", "."), (" ?", "?"), (" !", "!"), (" ,", ","), (" ' ", "'"), (" n't", "n't"),
        (" 'm", "'m"), (" do not", " don't"), (" 's", "'s"), (" 've", "'ve"), (" 're", "'re"),
    ];

    /// <summary>What a token adds to the text.</summary>
    public string Decode(string token, bool first)
    {
        if (!first) token = token.StartsWith(prefix, StringComparison.Ordinal) ? token[prefix.Length..] : " " + token;
        if (!cleanUp) return token;
        foreach ((string from, string to) in _cleanUps) token = token.Replace(from, to, StringComparison.Ordinal);
        return token;
    }
}

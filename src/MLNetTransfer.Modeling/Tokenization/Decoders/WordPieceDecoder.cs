using MLNetTransfer.Modeling.Tokenization.Files;

namespace MLNetTransfer.Modeling.Tokenization.Decoders;

/// <summary>Joins tokens into text: those that continue a word to the token before, all others with a blank between.</summary>
internal sealed class WordPieceDecoder(string prefix, bool cleanUp) : TokenDecoder
{
    private static readonly (string From, string To)[] _cleanUps =
    [
        (" .", "."), (" ?", "?"), (" !", "!"), (" ,", ","), (" ' ", "'"), (" n't", "n't"),
        (" 'm", "'m"), (" do not", " don't"), (" 's", "'s"), (" 've", "'ve"), (" 're", "'re"),
    ];

    public static TokenDecoder Read(JsonPart part) => new WordPieceDecoder(part.String("prefix") ?? "##", part.Boolean("cleanup") ?? true);

    /// <summary>Applies the rules that take blanks away before punctuation and contractions.</summary>
    public static string CleanUp(string token)
    {
        foreach ((string from, string to) in _cleanUps) token = token.Replace(from, to, StringComparison.Ordinal);
        return token;
    }

    public override void Decode(List<string> tokens)
    {
        for (int i = 0; i < tokens.Count; i++)
        {
            string token = tokens[i];
            if (i > 0) token = token.StartsWith(prefix, StringComparison.Ordinal) ? token[prefix.Length..] : " " + token;
            tokens[i] = cleanUp ? CleanUp(token) : token;
        }
    }
}

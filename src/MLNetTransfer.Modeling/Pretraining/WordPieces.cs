using MLNetTransfer.Modeling.Tokenization;

namespace MLNetTransfer.Modeling.Pretraining;

/// <summary>Tells by the spelling of a vocabulary's tokens which of them go on with a word.</summary>
internal static class WordPieces
{
    /// <summary>Whether each token, by its id, goes on with the word of the token before it.</summary>
    /// <exception cref="InvalidOperationException">The tokens do not show it.</exception>
    public static bool[] Continuing(TextTokenizer tokenizer)
    {
        string?[] tokens = [.. Enumerable.Range(0, tokenizer.VocabularySize).Select(tokenizer.TokenOf)];
        if (Any("##")) return Where(t => t.StartsWith("##", StringComparison.Ordinal));
        // SentencePiece's mark of a space, and byte-level BPE's.
        foreach (string mark in new[] { "\u2581", "\u0120" })
            if (Any(mark)) return Where(t => !t.StartsWith(mark, StringComparison.Ordinal));
        if (tokens.Any(t => t?.EndsWith("</w>", StringComparison.Ordinal) == true))
            throw new InvalidOperationException($"{nameof(PretrainingOptions.WholeWords)} needs tokens that show where a word begins, and this tokenizer's show where it ends. Leave the option out.");
        throw new InvalidOperationException($"{nameof(PretrainingOptions.WholeWords)} needs tokens that show where a word begins, and this tokenizer's do not. Leave the option out.");

        bool Any(string start) => tokens.Any(t => t is not null && t.Length > start.Length && t.StartsWith(start, StringComparison.Ordinal));
        bool[] Where(Func<string, bool> continues) => [.. tokens.Select(t => t is not null && continues(t))];
    }
}

namespace MLNetTransfer.Modeling.Tokenization.Patterns;

/// <summary>Regular expressions that many tokenizers share, with faster ways to find what they match.</summary>
internal static class KnownPatterns
{
    /// <summary>GPT-2's, which <c>ByteLevel</c> uses as well.</summary>
    public const string Gpt2 = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    /// <summary>The pattern for a regular expression, or null where there is no faster way.</summary>
    public static TextPattern? Find(string regex) => regex == Gpt2 ? Gpt2Pattern.Instance : null;
}

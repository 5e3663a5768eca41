namespace MLNetTransfer.Modeling.Tokenization.AddedTokens;

/// <summary>A token that is looked for in the text before anything else splits it.</summary>
/// <param name="Content">The token's text.</param>
/// <param name="SingleWord">Found only where no word character stands beside it.</param>
/// <param name="StripLeft">Takes the white space before it.</param>
/// <param name="StripRight">Takes the white space behind it.</param>
/// <param name="Normalized">Looked for in the normalized text, itself normalized.</param>
/// <param name="Special">Left out when ids are decoded without special tokens.</param>
internal sealed record AddedToken(string Content, bool SingleWord, bool StripLeft, bool StripRight, bool Normalized, bool Special)
{
    /// <summary>A special token as BERT has them.</summary>
    public static AddedToken SpecialToken(string content) => new(content, false, false, false, false, true);
}

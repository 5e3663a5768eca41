namespace MLNetTransfer.Modeling.Tokenization.AddedTokens;

/// <summary>An added token as it is looked for.</summary>
/// <param name="Text">The text to look for.</param>
/// <param name="Token">The token.</param>
/// <param name="Id">The token's id.</param>
internal sealed record AddedTokenPattern(string Text, AddedToken Token, int Id);

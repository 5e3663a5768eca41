namespace MLNetTransfer.Modeling.Tokenization.AddedTokens;

/// <summary>An added token found in a text, or with a negative id what stands between two.</summary>
internal readonly record struct AddedTokenMatch(int Id, int Start, int End);

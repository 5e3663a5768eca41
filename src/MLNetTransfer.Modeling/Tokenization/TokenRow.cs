namespace MLNetTransfer.Modeling.Tokenization;

/// <summary>One row as the network reads it: special tokens added, too long texts cut, nothing padded.</summary>
public sealed class TokenRow
{
    /// <summary>Makes a row.</summary>
    /// <param name="tokenIds">The token ids, <c>[sequence]</c>.</param>
    /// <param name="tokenTypeIds">The token types, <c>[sequence]</c>; null where all are 0.</param>
    /// <exception cref="ArgumentException">The two are not of one length.</exception>
    public TokenRow(int[] tokenIds, int[]? tokenTypeIds = null) : this(tokenIds, 1)
    {
        ArgumentNullException.ThrowIfNull(tokenIds);
        if (tokenTypeIds is not null && tokenTypeIds.Length != tokenIds.Length)
            throw new ArgumentException($"There are {tokenIds.Length} token ids but {tokenTypeIds.Length} token types.", nameof(tokenTypeIds));
        TokenTypeIds = tokenTypeIds;
    }

    /// <summary>Makes a row of tokens that have several ids each, such as words with one id a character.</summary>
    /// <param name="tokenIds">The ids, token by token, <c>[sequence * idsPerToken]</c>.</param>
    /// <param name="idsPerToken">How many ids a token has, at least 1.</param>
    /// <exception cref="ArgumentException">The ids are no whole tokens.</exception>
    public TokenRow(int[] tokenIds, int idsPerToken)
    {
        ArgumentNullException.ThrowIfNull(tokenIds);
        ArgumentOutOfRangeException.ThrowIfLessThan(idsPerToken, 1);
        if (tokenIds.Length % idsPerToken != 0) throw new ArgumentException($"There are {tokenIds.Length} ids, which are no tokens of {idsPerToken} each.", nameof(tokenIds));
        TokenIds = tokenIds;
        IdsPerToken = idsPerToken;
    }

    /// <summary>The token ids, <c>[sequence]</c>; where tokens have several, token by token.</summary>
    public int[] TokenIds { get; }

    /// <summary>How many ids a token has: 1, but for encoders that read words by their characters.</summary>
    public int IdsPerToken { get; }

    /// <summary>The token types, <c>[sequence]</c>; null where all are 0.</summary>
    public int[]? TokenTypeIds { get; }

    /// <summary>How many tokens the row has.</summary>
    public int Length => TokenIds.Length / IdsPerToken;
}

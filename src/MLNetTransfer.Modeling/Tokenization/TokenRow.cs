namespace MLNetTransfer.Modeling.Tokenization;

/// <summary>One row as the network reads it: special tokens added, too long texts cut, nothing padded.</summary>
public sealed class TokenRow
{
    /// <summary>Makes a row.</summary>
    /// <param name="tokenIds">The token ids, <c>[sequence]</c>.</param>
    /// <param name="tokenTypeIds">The token types, <c>[sequence]</c>; null where all are 0.</param>
    /// <exception cref="ArgumentException">The two are not of one length.</exception>
    public TokenRow(int[] tokenIds, int[]? tokenTypeIds = null)
    {
        ArgumentNullException.ThrowIfNull(tokenIds);
        if (tokenTypeIds is not null && tokenTypeIds.Length != tokenIds.Length)
            throw new ArgumentException($"There are {tokenIds.Length} token ids but {tokenTypeIds.Length} token types.", nameof(tokenTypeIds));
        TokenIds = tokenIds;
        TokenTypeIds = tokenTypeIds;
    }

    /// <summary>The token ids, <c>[sequence]</c>.</summary>
    public int[] TokenIds { get; }

    /// <summary>The token types, <c>[sequence]</c>; null where all are 0.</summary>
    public int[]? TokenTypeIds { get; }

    /// <summary>How many tokens the row has.</summary>
    public int Length => TokenIds.Length;
}

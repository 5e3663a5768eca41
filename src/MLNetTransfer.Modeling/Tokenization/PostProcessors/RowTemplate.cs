namespace MLNetTransfer.Modeling.Tokenization.PostProcessors;

/// <summary>How special tokens and texts make up a row, for one text and for a pair.</summary>
/// <param name="Single">The parts of a row with one text.</param>
/// <param name="Pair">The parts of a row with two.</param>
internal sealed record RowTemplate(RowPart[] Single, RowPart[] Pair)
{
    /// <summary>How many ids a token has; 1, but for words by their characters, whose rows have no token types.</summary>
    public int IdsPerToken { get; init; } = 1;

    /// <summary>The texts alone, one behind the other, the second with the token type 1.</summary>
    public static RowTemplate Plain { get; } = new([new RowPart(RowPartKind.First, 0, [])], [new RowPart(RowPartKind.First, 0, []), new RowPart(RowPartKind.Second, 1, [])]);

    /// <summary><c>[CLS] A [SEP]</c>, and for pairs <c>[CLS] A [SEP] B [SEP]</c> with the token type 1 from B on.</summary>
    public static RowTemplate Bert(int clsId, int sepId)
    {
        RowPart cls = new(RowPartKind.Special, 0, [clsId]), first = new(RowPartKind.First, 0, []), sep = new(RowPartKind.Special, 0, [sepId]);
        return new([cls, first, sep], [cls, first, sep, new RowPart(RowPartKind.Second, 1, []), sep with { TokenType = 1 }]);
    }

    /// <summary><c>&lt;s&gt; A &lt;/s&gt;</c>, and for pairs <c>&lt;s&gt; A &lt;/s&gt; &lt;/s&gt; B &lt;/s&gt;</c>, all of the token type 0.</summary>
    public static RowTemplate Roberta(int clsId, int sepId)
    {
        RowPart cls = new(RowPartKind.Special, 0, [clsId]), first = new(RowPartKind.First, 0, []), sep = new(RowPartKind.Special, 0, [sepId]);
        return new([cls, first, sep], [cls, first, sep, sep, new RowPart(RowPartKind.Second, 0, []), sep]);
    }

    /// <summary>A row of tokens as they are, with the special tokens around them.</summary>
    /// <param name="first">The tokens of the first text.</param>
    /// <param name="second">The tokens of the second text, where there is one.</param>
    /// <param name="pair">Whether there is one.</param>
    public TokenRow Compose(ReadOnlySpan<int> first, ReadOnlySpan<int> second = default, bool pair = false)
    {
        var ids = new int[first.Length + second.Length + SpecialCount(pair) * IdsPerToken];
        int[]? types = null;
        int at = 0;
        foreach (RowPart part in pair ? Pair : Single)
        {
            ReadOnlySpan<int> tokens = part.Kind switch { RowPartKind.First => first, RowPartKind.Second => second, _ => part.Ids };
            tokens.CopyTo(ids.AsSpan(at));
            if (part.TokenType != 0) (types ??= new int[ids.Length]).AsSpan(at, tokens.Length).Fill(part.TokenType);
            at += tokens.Length;
        }

        return Row(ids, types);
    }

    /// <summary>A row of ids that are complete.</summary>
    public TokenRow Row(int[] ids, int[]? types) => IdsPerToken == 1 ? new TokenRow(ids, types) : new TokenRow(ids, IdsPerToken);

    /// <summary>How many special tokens a row has.</summary>
    public int SpecialCount(bool pair) => (pair ? Pair : Single).Sum(part => part.Ids.Length) / IdsPerToken;
}

/// <summary>What a part of a row is.</summary>
internal enum RowPartKind
{
    /// <summary>Special tokens.</summary>
    Special,

    /// <summary>The first text.</summary>
    First,

    /// <summary>The second text.</summary>
    Second,
}

/// <summary>One part of a row.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="TokenType">The token type of all its tokens.</param>
/// <param name="Ids">The ids of special tokens; empty for a text.</param>
internal sealed record RowPart(RowPartKind Kind, int TokenType, int[] Ids);

using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Layers;

/// <summary>How the tokens of a row are numbered for their position embeddings.</summary>
internal enum PositionNumbers
{
    /// <summary>There are no position embeddings.</summary>
    None,
    /// <summary>0, 1, 2 and so on.</summary>
    FromZero,
    /// <summary>0, 1, 2 and so on, in a table of sines that is not trained.</summary>
    Sinusoidal,
    /// <summary>On from the padding id, over tokens that are not that id; those that are have its number.</summary>
    AfterPaddingId,
}

/// <summary>What <see cref="TokenEmbeddings"/> are made of.</summary>
internal sealed record TokenEmbeddingsOptions
{
    public required long Size { get; init; }
    public required long TokenCount { get; init; }
    public required long PaddingId { get; init; }
    public PositionNumbers Positions { get; init; } = PositionNumbers.FromZero;
    /// <summary>Rows of the position table.</summary>
    public long PositionCount { get; init; }
    /// <summary>Rows of the token type table; 0 for none.</summary>
    public long TypeCount { get; init; }
    public required double NormEpsilon { get; init; }
    public bool NormBias { get; init; } = true;
    public double Dropout { get; init; }
    /// <summary>Whether padding has vectors of 0.</summary>
    public bool BlanksPadding { get; init; }
}

/// <summary>The sum of token, position and token type embeddings, normalised: what the first layer of BERT and its kin gets.</summary>
internal sealed class TokenEmbeddings : nn.Module
{
    private readonly TokenEmbeddingsOptions _options;
    private readonly EmbeddingTable _tokens;
    private readonly EmbeddingTable? _positions, _types;
    private readonly LayerNormalization _norm;
    private readonly Dropout _dropout;

    public TokenEmbeddings(TokenEmbeddingsOptions options) : base(nameof(TokenEmbeddings))
    {
        _options = options;
        _dropout = new(options.Dropout);
        register_module("tokens", _tokens = new(options.TokenCount, options.Size, options.PaddingId));
        if (options.Positions != PositionNumbers.None)
        {
            long? padding = options.Positions == PositionNumbers.AfterPaddingId ? options.PaddingId : null;
            register_module("positions", _positions = new(options.PositionCount, options.Size, padding, sinusoidal: options.Positions == PositionNumbers.Sinusoidal));
        }
        if (options.TypeCount > 0) register_module("types", _types = new(options.TypeCount, options.Size));
        register_module("norm", _norm = new(options.Size, options.NormEpsilon, options.NormBias));
    }

    /// <summary>What they are made of.</summary>
    public TokenEmbeddingsOptions Options => _options;

    /// <summary>The token table, <c>[vocabulary, size]</c>, for heads that share it.</summary>
    public Tensor TokenWeight => _tokens.Weight;

    /// <param name="tokenIds"><c>[batch, sequence]</c> int64.</param>
    /// <param name="typeIds"><c>[batch, sequence]</c> int64; null for type 0 everywhere. Not read where there is no second type.</param>
    /// <param name="mask">Bool <c>[batch, sequence]</c>, true for real tokens; null where all are.</param>
    /// <returns><c>[batch, sequence, size]</c></returns>
    public Tensor Forward(Tensor tokenIds, Tensor? typeIds, Tensor? mask)
    {
        using var scope = torch.NewDisposeScope();
        var sum = _tokens.call(tokenIds);
        var typed = typeIds is not null && _options.TypeCount > 1;
        if (typed) sum.add_(_types!.call(typeIds!));
        // Type 0 everywhere is the same vector at all positions: it joins them before they meet the batch.
        var type0 = typed ? null : _types?.Weight.narrow(0, 0, 1);
        var same = _options.Positions is PositionNumbers.FromZero or PositionNumbers.Sinusoidal ? _positions!.Weight.narrow(0, 0, tokenIds.shape[1]) : null;
        if (_options.Positions == PositionNumbers.AfterPaddingId) sum.add_(_positions!.call(CountAfterPadding(tokenIds)));
        if ((same, type0) is (not null, not null)) sum.add_(same + type0);
        else if ((same ?? type0) is { } one) sum.add_(one);
        var embedded = _norm.call(sum);
        if (_options.BlanksPadding && mask is not null) embedded = embedded.masked_fill(mask.logical_not().unsqueeze(2), 0);
        return _dropout.Apply(embedded, training).MoveToOuterDisposeScope();
    }

    private Tensor CountAfterPadding(Tensor tokenIds)
    {
        var real = tokenIds.ne(_options.PaddingId);
        return real.cumsum(1).mul_(real).add_(_options.PaddingId);
    }
}

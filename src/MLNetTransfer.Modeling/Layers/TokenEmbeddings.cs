using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Layers;

/// <summary>The sum of token, position and token type embeddings, normalised: what the first layer of BERT and its kin gets.</summary>
internal sealed class TokenEmbeddings : nn.Module
{
    private readonly EmbeddingTable _tokens, _positions, _types;
    private readonly LayerNormalization _norm;
    private readonly Dropout _dropout;

    public TokenEmbeddings(long size, long tokenCount, long positionCount, long typeCount, long paddingId, double normEpsilon, double dropout)
        : base(nameof(TokenEmbeddings))
    {
        _dropout = new(dropout);
        register_module("tokens", _tokens = new(tokenCount, size, paddingId));
        register_module("positions", _positions = new(positionCount, size));
        register_module("types", _types = new(typeCount, size));
        register_module("norm", _norm = new(size, normEpsilon));
    }

    /// <summary>The token table, <c>[vocabulary, size]</c>, for heads that share it.</summary>
    public Tensor TokenWeight => _tokens.Weight;

    /// <param name="tokenIds"><c>[batch, sequence]</c> int64.</param>
    /// <param name="typeIds"><c>[batch, sequence]</c> int64; null for type 0 everywhere.</param>
    /// <returns><c>[batch, sequence, size]</c></returns>
    public Tensor Forward(Tensor tokenIds, Tensor? typeIds)
    {
        using var scope = torch.NewDisposeScope();
        var positions = _positions.Weight.narrow(0, 0, tokenIds.shape[1]);
        // Type 0 everywhere is the same vector at all positions: it joins them before they meet the batch.
        var sum = typeIds is null
            ? _tokens.call(tokenIds).add_(positions + _types.Weight.narrow(0, 0, 1))
            : _tokens.call(tokenIds).add_(_types.call(typeIds)).add_(positions);
        return _dropout.Apply(_norm.call(sum), training).MoveToOuterDisposeScope();
    }
}

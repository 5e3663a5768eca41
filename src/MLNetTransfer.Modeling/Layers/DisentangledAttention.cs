using System.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Layers;

/// <summary>What <see cref="DisentangledAttention"/> adds to the score of a query's and a key's content.</summary>
[Flags]
internal enum PositionTerms
{
    None = 0,
    /// <summary>The query's content with the relative position.</summary>
    ContentToPosition = 1,
    /// <summary>The relative position with the key's content.</summary>
    PositionToContent = 2,
}

/// <summary>
/// DeBERTa's attention: contents attend to contents, and to vectors of relative positions that are projected like contents (<c>query</c>, <c>key</c>), or by
/// projections of their own (<c>position_query</c>, <c>position_key</c>).
/// </summary>
internal sealed class DisentangledAttention : AttentionLayer
{
    private readonly LinearLayer _query, _key, _value, _output;
    private readonly LinearLayer? _positionQuery, _positionKey;
    private readonly long _headCount, _headSize;
    private readonly Dropout _dropout, _positionDropout;
    private readonly int _scoreCount;

    /// <param name="hiddenSize">Width of the states.</param>
    /// <param name="headCount">Divides it.</param>
    /// <param name="terms">What is added to the scores of contents.</param>
    /// <param name="shared">Whether positions are projected as contents are.</param>
    /// <param name="dropout">Of the attention's weights.</param>
    /// <param name="positionDropout">Of the relative positions' vectors.</param>
    public DisentangledAttention(long hiddenSize, long headCount, PositionTerms terms, bool shared, double dropout, double positionDropout) : base(nameof(DisentangledAttention))
    {
        (_headCount, _headSize, _dropout, _positionDropout) = (headCount, hiddenSize / headCount, new(dropout), new(positionDropout));
        register_module("query", _query = new(hiddenSize, hiddenSize));
        register_module("key", _key = new(hiddenSize, hiddenSize));
        register_module("value", _value = new(hiddenSize, hiddenSize));
        register_module("output", _output = new(hiddenSize, hiddenSize));
        _scoreCount = 1 + BitOperations.PopCount((uint)terms);
        if (terms.HasFlag(PositionTerms.ContentToPosition)) _positionKey = Projection("position_key", _key);
        if (terms.HasFlag(PositionTerms.PositionToContent)) _positionQuery = Projection("position_query", _query);

        LinearLayer Projection(string name, LinearLayer contents)
        {
            if (shared) return contents;
            var own = new LinearLayer(hiddenSize, hiddenSize);
            register_module(name, own);
            return own;
        }
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor states, AttentionInputs inputs, long queryCount)
    {
        using var scope = torch.NewDisposeScope();
        var all = ComputeType.Cast(states);
        var asking = queryCount == all.shape[1] ? all : all.narrow(1, 0, queryCount);
        // All scores are divided by the same root; attention itself divides by that of the head's size.
        var query = _query.call(asking).div_(Math.Sqrt(_scoreCount));
        var key = _key.call(all);
        var value = _value.call(all);
        var padding = inputs.Mask?.logical_not();
        var paddedQueries = padding?.transpose(2, 3).narrow(2, 0, queryCount);
        // In the reference padding sees all tokens alike, whatever they are; question answering reads it.
        if (paddedQueries is not null) query.masked_fill_(paddedQueries.squeeze(1), 0);
        var bias = PositionScores(query, key, inputs.Relative!);
        if (padding is not null)
        {
            bias ??= torch.zeros(query.shape[0], 1, queryCount, key.shape[1], dtype: query.dtype, device: query.device);
            bias.masked_fill_(padding, float.NegativeInfinity).masked_fill_(paddedQueries!, 0);
        }
        using var mixed = DotProductAttention.Compute(query, key, value, _headCount, bias, _dropout.When(training));
        return _output.call(mixed).MoveToOuterDisposeScope();
    }

    /// <returns><c>[batch, heads, queries, keys]</c>, null where positions take no part.</returns>
    private Tensor? PositionScores(Tensor query, Tensor key, RelativePositions relative)
    {
        if (_positionKey is null && _positionQuery is null) return null;
        using var scope = torch.NewDisposeScope();
        var vectors = _positionDropout.When(training) == 0 ? relative.Vectors : nn.functional.dropout(relative.Vectors, _positionDropout.Rate, training: true);
        var rows = relative.Rows.narrow(0, 0, query.shape[1]);
        var sum = _positionKey is null ? null : Pick(query, _positionKey.call(vectors), rows).div_(Math.Sqrt(_headSize));
        if (_positionQuery is not null)
        {
            var scores = Pick(key, _positionQuery.call(vectors), rows.t()).div_(Math.Sqrt(_headSize * _scoreCount)).transpose(-1, -2);
            sum = sum is null ? scores : sum.add_(scores);
        }
        return sum!.MoveToOuterDisposeScope();
    }

    /// <summary>Products of contents, <c>[batch, tokens, hidden]</c>, with those vectors that <paramref name="rows"/>, <c>[tokens, others]</c>, names: <c>[batch, heads, tokens, others]</c>.</summary>
    private Tensor Pick(Tensor contents, Tensor vectors, Tensor rows)
    {
        using var scope = torch.NewDisposeScope();
        var products = Heads(contents).matmul(PositionHeads(vectors));
        return products.gather(-1, rows.expand(contents.shape[0], _headCount, rows.shape[0], rows.shape[1])).MoveToOuterDisposeScope();
    }

    /// <summary><c>[batch, tokens, hidden]</c> to <c>[batch, heads, tokens, size]</c>.</summary>
    private Tensor Heads(Tensor x) => x.view(x.shape[0], x.shape[1], _headCount, _headSize).transpose(1, 2);

    /// <summary><c>[rows, hidden]</c> to <c>[heads, size, rows]</c>.</summary>
    private Tensor PositionHeads(Tensor x) => x.view(x.shape[0], _headCount, _headSize).permute(1, 2, 0);
}

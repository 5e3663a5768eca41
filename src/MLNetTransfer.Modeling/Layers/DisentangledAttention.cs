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
        Tensor? bias;
        // All scores are divided by the same root; attention itself divides by that of the head's size.
        var query = _query.call(asking).div_(Math.Sqrt(_scoreCount));
        var key = _key.call(all);
        var value = _value.call(all);
        if (Padding(inputs.Mask, queryCount) is { } padding)
        {
            // In the reference padding sees all tokens alike, whatever they are; question answering reads it.
            query = query.masked_fill(padding.squeeze(1), 0);
            var scores = PositionScores(query, key, inputs.Relative!) ?? torch.zeros(1, dtype: query.dtype, device: query.device);
            bias = scores.masked_fill(inputs.Mask!.logical_not(), float.NegativeInfinity).masked_fill(padding, 0);
        }
        else
        {
            bias = PositionScores(query, key, inputs.Relative!);
        }
        using var mixed = DotProductAttention.Compute(query, key, value, _headCount, bias, _dropout.When(training));
        return _output.call(mixed).MoveToOuterDisposeScope();
    }

    /// <summary>Bool, <c>[batch, 1, queries, 1]</c>: which of the queries are padding; null where none is.</summary>
    private static Tensor? Padding(Tensor? mask, long queryCount) => mask?.logical_not().transpose(2, 3).narrow(2, 0, queryCount);

    /// <returns><c>[batch, heads, queries, keys]</c>, null where positions take no part.</returns>
    private Tensor? PositionScores(Tensor query, Tensor key, RelativePositions relative)
    {
        if (_positionKey is null && _positionQuery is null) return null;
        using var scope = torch.NewDisposeScope();
        var vectors = _positionDropout.When(training) == 0 ? relative.Vectors : nn.functional.dropout(relative.Vectors, _positionDropout.Rate, training: true);
        var (queries, keys) = (query.shape[1], key.shape[1]);
        var pairs = relative.Rows.narrow(0, 0, queries);
        Tensor? sum = null;
        if (_positionKey is not null)
        {
            var byRow = Heads(query).matmul(PositionHeads(_positionKey.call(vectors)));
            sum = byRow.gather(-1, pairs.expand(query.shape[0], _headCount, queries, keys)).div_(Math.Sqrt(_headSize));
        }
        if (_positionQuery is not null)
        {
            var byRow = Heads(key).matmul(PositionHeads(_positionQuery.call(vectors)));
            var scores = byRow.gather(-1, pairs.t().expand(query.shape[0], _headCount, keys, queries)).transpose(-1, -2) / Math.Sqrt(_headSize * _scoreCount);
            sum = sum is null ? scores : sum.add_(scores);
        }
        return sum!.MoveToOuterDisposeScope();
    }

    /// <summary><c>[batch, tokens, hidden]</c> to <c>[batch, heads, tokens, size]</c>.</summary>
    private Tensor Heads(Tensor x) => x.view(x.shape[0], x.shape[1], _headCount, _headSize).transpose(1, 2);

    /// <summary><c>[rows, hidden]</c> to <c>[heads, size, rows]</c>.</summary>
    private Tensor PositionHeads(Tensor x) => x.view(x.shape[0], _headCount, _headSize).permute(1, 2, 0);
}

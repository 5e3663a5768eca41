using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Layers;

/// <summary>
/// A number a head for every distance between a query and a key, added to their score, as in T5 and MPNet: <c>buckets.table</c> is <c>[buckets, heads]</c>. Near
/// distances have a bucket each; those further off share buckets that grow as the logarithm.
/// </summary>
internal sealed class RelativePositionBias : nn.Module
{
    private readonly EmbeddingTable _table;
    private readonly RelativeBuckets _buckets;

    /// <param name="tableRows">Rows of the table, at least as many as there are buckets.</param>
    /// <param name="headCount">Columns of the table.</param>
    /// <param name="buckets">Which distances share a row.</param>
    /// <param name="initialScale">What the standard deviation of new values is multiplied by.</param>
    public RelativePositionBias(long tableRows, long headCount, RelativeBuckets buckets, double initialScale = 1) : base(nameof(RelativePositionBias))
    {
        _buckets = buckets;
        register_module("buckets", _table = new(tableRows, headCount, initialScale: initialScale));
    }

    /// <param name="queryCount">Queries; the first stands at position <paramref name="firstQuery"/>.</param>
    /// <param name="keyCount">Keys; the first stands at position 0.</param>
    /// <param name="device">Where the table is.</param>
    /// <param name="firstQuery">How many keys precede the first query.</param>
    /// <returns><c>[1, heads, queryCount, keyCount]</c> float32.</returns>
    public Tensor Forward(long queryCount, long keyCount, Device device, long firstQuery = 0)
    {
        using var scope = torch.NewDisposeScope();
        var byDistance = _table.call(_buckets.Of(RelativeDistances.All(queryCount, keyCount, device, firstQuery)));
        return RelativeDistances.Spread(byDistance.t(), keyCount).unsqueeze(0).MoveToOuterDisposeScope();
    }
}

/// <summary>Which distances, key minus query, share a row of a <see cref="RelativePositionBias"/>.</summary>
/// <param name="Count">Buckets in all.</param>
/// <param name="MaxDistance">From which distance on all share the last bucket.</param>
/// <param name="Bidirectional">Whether half of the buckets are for keys behind the query; otherwise those count as its own place.</param>
internal sealed record RelativeBuckets(int Count, int MaxDistance, bool Bidirectional = true)
{
    /// <summary>The buckets of distances: int64 to int64.</summary>
    public Tensor Of(Tensor distances)
    {
        using var scope = torch.NewDisposeScope();
        var side = Bidirectional ? Count / 2 : Count;
        var exact = side / 2;
        var far = Bidirectional ? distances.abs() : distances.neg().clamp_min(0);
        // In the reference's order and types: a distance on the edge of two buckets must fall into the same one.
        var growing = (far.to(ScalarType.Float32) / exact).log() / Math.Log((double)MaxDistance / exact) * (side - exact);
        var large = growing.clamp_min(0).to(ScalarType.Int64).add_(exact).clamp_max_(side - 1);
        var bucket = torch.where(far.lt(exact), far, large);
        if (Bidirectional) bucket.add_(distances.gt(0).to(ScalarType.Int64) * side);
        return bucket.MoveToOuterDisposeScope();
    }
}

/// <summary>Values that depend on the distance of a key from a query: made once for every distance, then spread over all pairs.</summary>
internal static class RelativeDistances
{
    /// <summary>Every distance, key minus query, from the last query and the first key on: int64 <c>[queryCount + keyCount - 1]</c>.</summary>
    public static Tensor All(long queryCount, long keyCount, Device device, long firstQuery = 0) =>
        torch.arange(1 - queryCount - firstQuery, keyCount - firstQuery, dtype: ScalarType.Int64, device: device);

    /// <summary>Values by distance, <c>[..., queries + keys - 1]</c>, to those of every pair, <c>[..., queries, keys]</c>.</summary>
    public static Tensor Spread(Tensor byDistance, long keyCount)
    {
        using var scope = torch.NewDisposeScope();
        // A window for each query; that of the last query comes first.
        return byDistance.unfold(-1, keyCount, 1).flip([-2]).MoveToOuterDisposeScope();
    }
}

using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Layers;

/// <summary>Relative positions as <see cref="DisentangledAttention"/> takes them.</summary>
/// <param name="Vectors"><c>[rows, hidden]</c></param>
/// <param name="Rows">Which row a query and a key have: int64 <c>[queries, keys]</c>.</param>
internal sealed record RelativePositions(Tensor Vectors, Tensor Rows);

/// <summary>DeBERTa's vectors of relative positions, one set for all layers: <c>vectors.table</c> is <c>[2 span, hidden]</c>, <c>norm</c> normalises them.</summary>
internal sealed class DisentangledPositions : AttentionSetup
{
    private readonly EmbeddingTable _vectors;
    private readonly LayerNormalization? _norm;
    private readonly RelativeSpan _span;

    public DisentangledPositions(long hiddenSize, RelativeSpan span, double? normEpsilon) : base(nameof(DisentangledPositions))
    {
        _span = span;
        register_module("vectors", _vectors = new(2 * span.Length, hiddenSize));
        if (normEpsilon is { } epsilon) register_module("norm", _norm = new(hiddenSize, epsilon));
    }

    /// <inheritdoc/>
    public override Func<int, AttentionInputs> Prepare(Tensor? mask, Tensor tokenIds)
    {
        var length = tokenIds.shape[1];
        var vectors = _vectors.Weight;
        var rows = RelativeDistances.Spread(_span.Rows(RelativeDistances.All(length, length, tokenIds.device)), length);
        var inputs = new AttentionInputs(OverKeys(mask), Relative: new(ComputeType.Cast(_norm?.call(vectors) ?? vectors), rows));
        return _ => inputs;
    }
}

/// <summary>Which rows the distances of two tokens have in DeBERTa: one each, or, where there are buckets, shared by those far off.</summary>
/// <param name="BucketCount">Buckets on each side; 0 for none.</param>
/// <param name="MaxDistance">The largest distance told apart.</param>
internal sealed record RelativeSpan(int BucketCount, int MaxDistance)
{
    /// <summary>Rows on each side.</summary>
    public int Length => BucketCount > 0 ? BucketCount : MaxDistance;

    /// <summary>The rows of distances, key minus query: int64 to int64.</summary>
    public Tensor Rows(Tensor distances)
    {
        using var scope = torch.NewDisposeScope();
        // The reference counts query minus key.
        var relative = distances.neg();
        if (BucketCount > 0) relative = Bucket(relative);
        return relative.add_(Length).clamp_(0, 2 * Length - 1).MoveToOuterDisposeScope();
    }

    private Tensor Bucket(Tensor relative)
    {
        var middle = BucketCount / 2;
        var far = relative.abs();
        // In the reference's order and types: a distance on the edge of two buckets must fall into the same one.
        using var edge = torch.tensor((float)((MaxDistance - 1.0) / middle), device: relative.device).log();
        var growing = ((far.clamp_min(middle).to(ScalarType.Float32) / middle).log() / edge * (middle - 1)).ceil().to(ScalarType.Int64) + middle;
        return torch.where(far.le(middle), relative, growing * relative.sign());
    }
}

using System.Text.Json.Nodes;
using MLNetTransfer.DataViews;
using MLNetTransfer.Modeling.Features.Cache;
using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Training;

namespace MLNetTransfer.Engine;

/// <summary>What a head reads of rows of text, where the encoder below it is not trained: looked up where it is known, else computed and kept.</summary>
internal sealed class FrozenEncoder : IDisposable
{
    private readonly TextModel _model;
    private readonly RowScorer _scorer;
    private readonly FeatureCache? _cache;

    /// <param name="model">The encoder with its head and tokenizer.</param>
    /// <param name="cache">Where vectors are kept; null to keep none.</param>
    public FrozenEncoder(TextModel model, FeatureCacheOptions? cache)
    {
        _model = model;
        var network = (SequenceClassificationModel)model.Network;
        // As the fitted model will score.
        _scorer = new RowScorer(network, computeType: ComputePrecision.Resolve(model.Precision, model.Device), forward: network.Read);
        if (cache is null) return;
        _cache = new FeatureCache(FeatureDigest.Of(model, new JsonObject { ["headReads"] = network.VectorName }), network.VectorSize, cache);
    }

    /// <summary>How many rows the encoder has read.</summary>
    public long Encoded { get; private set; }

    /// <summary>A vector of each row, in their order.</summary>
    public float[][] Read(IReadOnlyList<TextRow> rows, CancellationToken cancellation)
    {
        return _cache is null ? Compute([.. rows]) : _cache.GetOrCompute([.. rows.Select(r => FeatureKey.Of(r.Text, r.SecondText))], missing => Compute([.. missing.Select(i => rows[i])]));

        float[][] Compute(TextRow[] missing)
        {
            Encoded += missing.Length;
            return _scorer.Score(_model.Tokenize(missing, cancellation), cancellation);
        }
    }

    public void Dispose() => _cache?.Dispose();
}

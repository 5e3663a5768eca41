using System.Numerics.Tensors;
using MLNetTransfer.DataViews;
using MLNetTransfer.Engine;
using MLNetTransfer.Modeling.Features;
using MLNetTransfer.Modeling.Features.Cache;

namespace MLNetTransfer.Features;

/// <summary>The features of rows of text: looked up where they are known, else computed and kept.</summary>
internal sealed class FeatureScorer : IRowScorer<TextRow, float[]>, IDisposable
{
    private readonly TextModel _model;
    private readonly FeatureModel _network;
    private readonly FeatureSettings _settings;
    private readonly Lazy<FeatureCache?> _cache;

    public FeatureScorer(TextModel model, FeatureSettings settings, FeatureCacheOptions? cache)
    {
        _model = model;
        _network = (FeatureModel)model.Network;
        _settings = settings;
        // Made at first use: a digest of all weights takes as long as some predictions.
        _cache = new(() => cache is null ? null : new FeatureCache(FeatureDigest.Of(model, settings.ToJson(modules: false), settings.Modules?.Files), _network.Size, cache));
    }

    public float[][] Score(IReadOnlyList<TextRow> rows)
    {
        // One row is a prediction that somebody waits for.
        if (rows.Count < 2 || _cache.Value is not { } cache) return Compute(rows);
        _model.ThrowIfDisposed();
        return cache.GetOrCompute([.. rows.Select(r => FeatureKey.Of(r.Text, r.SecondText))], missing => Compute([.. missing.Select(i => rows[i])]));
    }

    public void Dispose()
    {
        if (_cache is { IsValueCreated: true, Value: { } cache }) cache.Dispose();
    }

    private float[][] Compute(IReadOnlyList<TextRow> rows)
    {
        if (_settings.TrimsAndLowers is var (trims, lowers) && (trims || lowers)) rows = [.. rows.Select(r => new TextRow(Prepare(r.Text)!, Prepare(r.SecondText)))];
        var features = _settings.Windows is { } windows ? InWindows(rows, windows) : _model.Run(rows);
        if (_network.Normalizes)
            foreach (var row in features) Normalize(row);
        return features;

        string? Prepare(string? text)
        {
            if (text is null) return null;
            if (trims) text = text.Trim();
            return lowers ? text.ToLowerInvariant() : text;
        }
    }

    private float[][] InWindows(IReadOnlyList<TextRow> rows, TextWindows windows)
    {
        var parts = rows.Select(r => _model.Windows(r.Text, windows.OverlapTokens)).ToArray();
        var vectors = _model.Run([.. parts.SelectMany(p => p)]);
        var features = new float[rows.Count][];
        var at = 0;
        for (var i = 0; i < features.Length; i++)
        {
            features[i] = Combine(vectors.AsSpan(at, parts[i].Length), windows.Combination);
            at += parts[i].Length;
        }
        return features;
    }

    private static float[] Combine(ReadOnlySpan<float[]> windows, WindowCombination combination)
    {
        var result = windows[0];
        foreach (var window in windows[1..])
        {
            if (combination == WindowCombination.Max) TensorPrimitives.Max(result, window, result);
            else TensorPrimitives.Add(result, window, result);
        }
        if (combination == WindowCombination.Mean && windows.Length > 1) TensorPrimitives.Divide(result, windows.Length, result);
        return result;
    }

    private static void Normalize(float[] vector)
    {
        var length = Math.Sqrt(TensorPrimitives.SumOfSquares<float>(vector));
        TensorPrimitives.Divide(vector, (float)Math.Max(length, 1e-12), vector);
    }
}

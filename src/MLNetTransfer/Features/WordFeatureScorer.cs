using MLNetTransfer.DataViews;
using MLNetTransfer.Engine;
using MLNetTransfer.Modeling.Features;
using MLNetTransfer.Modeling.Features.Cache;
using MLNetTransfer.Modeling.Tokenization;

namespace MLNetTransfer.Features;

/// <summary>The features of sentences' words: looked up where they are known, else computed and kept, each word by itself.</summary>
internal sealed class WordFeatureScorer : IRowScorer<RowValues<string>, float[]>, IDisposable
{
    // All tokens' states of so many tokens are in memory at a time.
    private const int TokensAtATime = 32_768;

    private readonly TextModel _model;
    private readonly WordFeatureModel _network;
    private readonly WordRowTokenizer _rows;
    private readonly Lazy<FeatureCache?> _cache;

    public WordFeatureScorer(TextModel model, WordFeatureSettings settings, FeatureCacheOptions? cache)
    {
        _model = model;
        _network = (WordFeatureModel)model.Network;
        _rows = new WordRowTokenizer(model.Tokenizer, model.Truncation.MaxTokens);
        // Made at first use: a digest of all weights takes as long as some predictions.
        _cache = new(() => cache is null ? null : new FeatureCache(FeatureDigest.Of(model, settings.FeaturesToJson()), _network.Size, cache));
    }

    public float[][] Score(IReadOnlyList<RowValues<string>> rows)
    {
        _model.ThrowIfDisposed();
        // One row is a prediction that somebody waits for.
        if (rows.Count < 2 || _cache.Value is not { } cache) return Compute([.. rows.Select(r => r.Items)]);
        var places = rows.SelectMany((row, r) => Enumerable.Range(0, row.Items.Length).Select(word => (Row: r, Word: word))).ToArray();
        UInt128[] sentences = [.. rows.Select(r => FeatureKey.Of(r.Items))];
        var words = cache.GetOrCompute([.. places.Select(p => FeatureKey.OfWord(sentences[p.Row], p.Word))], missing => ComputeWords(rows, places, missing));

        var features = rows.Select(r => new float[r.Items.Length * _network.Size]).ToArray();
        for (var i = 0; i < places.Length; i++) words[i].CopyTo(features[places[i].Row], places[i].Word * _network.Size);
        return features;
    }

    public void Dispose()
    {
        if (_cache is { IsValueCreated: true, Value: { } cache }) cache.Dispose();
    }

    private float[][] ComputeWords(IReadOnlyList<RowValues<string>> rows, (int Row, int Word)[] places, IReadOnlyList<int> missing)
    {
        int[] needed = [.. missing.Select(m => places[m].Row).Distinct()];
        var computed = needed.Zip(Compute([.. needed.Select(r => rows[r].Items)])).ToDictionary(c => c.First, c => c.Second);
        return [.. missing.Select(m => computed[places[m].Row].AsSpan(places[m].Word * _network.Size, _network.Size).ToArray())];
    }

    private float[][] Compute(IReadOnlyList<string[]> sentences)
    {
        var features = sentences.Select(s => new float[s.Length * _network.Size]).ToArray();
        var waiting = new List<(int Sentence, WordRow Row)>();
        var tokens = 0;
        for (var s = 0; s < sentences.Count; s++)
        {
            foreach (var row in _rows.Tokenize(sentences[s]))
            {
                waiting.Add((s, row));
                if ((tokens += row.Row.Length) >= TokensAtATime) Run();
            }
        }
        Run();
        return features;

        void Run()
        {
            if (waiting.Count == 0) return;
            var states = _model.Run([.. waiting.Select(w => w.Row.Row)]);
            for (var i = 0; i < states.Length; i++)
                foreach (var (word, start, count) in waiting[i].Row.Words)
                    _network.Pooling.Pool(states[i].AsSpan(start * _network.StateSize, count * _network.StateSize), features[waiting[i].Sentence].AsSpan(word * _network.Size, _network.Size));
            waiting.Clear();
            tokens = 0;
        }
    }
}

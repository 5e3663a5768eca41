using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLNetTransfer.DataViews;
using MLNetTransfer.Engine;
using MLNetTransfer.Features;
using MLNetTransfer.Modeling.Features;
using MLNetTransfer.Modeling.Features.Cache;
using MLNetTransfer.Persistence;
using MLNetTransfer.Schema;

[assembly: SavedTransformer<TransformerWordFeaturesTransformer>]

namespace MLNetTransfer.Features;

/// <summary>Adds a column of words' features.</summary>
public sealed class TransformerWordFeaturesTransformer : ScoringTransformer, ISavedTransformer<TransformerWordFeaturesTransformer>
{
    private const string TaskEntry = "word-features.json";
    private const string CacheKey = "cache";
    private readonly TextModel _model;
    private readonly WordFeatureSettings _settings;
    private readonly WordFeatureScorer _scorer;
    private readonly bool _caches;

    internal TransformerWordFeaturesTransformer(TextModel model, WordFeatureSettings settings, FeatureCacheOptions? cache) : base(FormatOf<TransformerWordFeaturesTransformer>())
    {
        _model = model;
        _settings = settings;
        _caches = cache is not null;
        _scorer = new WordFeatureScorer(model, settings, cache);
    }

    static SavedFormat ISavedTransformer<TransformerWordFeaturesTransformer>.Format { get; } = new(Signature: "TRWRDFEA", LoaderName: "TransformerWordFeatures");

    /// <summary>How many numbers a word's features are.</summary>
    public int FeatureCount => ((WordFeatureModel)_model.Network).Size;

    private protected override void Write(EntryWriter entries)
    {
        entries.Write(TaskEntry, _settings.ToJson());
        entries.Write(CacheKey, [(byte)(_caches ? 1 : 0)]);
        TextModelEntries.Write(entries, _model);
    }

    static TransformerWordFeaturesTransformer ISavedTransformer<TransformerWordFeaturesTransformer>.Load(IHostEnvironment env, EntryReader entries)
    {
        Libtorch.BeginLoading();
        var settings = WordFeatureSettings.Read(entries, TaskEntry);
        var caches = entries.ReadBytes(CacheKey, 1) is [not 0];
        using var channel = env.Start(nameof(TransformerWordFeaturesTransformer));
        var model = TextModelEntries.Read(entries, _ => FeatureNetworkDesign.Of(settings.Features), () => Devices.Choose(env, channel));
        return new(model, settings, caches ? new FeatureCacheOptions() : null);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _scorer.Dispose();
        _model.Dispose();
    }

    private protected override ScoringMap Map(DataViewSchema inputSchema) =>
        new ScoringMap<RowValues<string>, float[]>(inputSchema, _settings.Words, [new ScoreColumn<float[], VBuffer<float>>(WordFeatureColumn.Declare(_settings.OutputColumn, FeatureCount), VectorColumn.Copy)], _scorer);
}

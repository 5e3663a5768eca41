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

[assembly: SavedTransformer<TransformerFeaturesTransformer>]

namespace MLNetTransfer.Features;

/// <summary>Adds a column of features.</summary>
public sealed class TransformerFeaturesTransformer : ScoringTransformer, ISavedTransformer<TransformerFeaturesTransformer>
{
    private const string TaskEntry = "features.json";
    private const string CacheKey = "cache";
    private readonly TextModel _model;
    private readonly FeatureSettings _settings;
    private readonly FeatureScorer _scorer;
    private readonly bool _caches;

    internal TransformerFeaturesTransformer(TextModel model, FeatureSettings settings, FeatureCacheOptions? cache) : base(FormatOf<TransformerFeaturesTransformer>())
    {
        _model = model;
        _settings = settings;
        _caches = cache is not null;
        _scorer = new FeatureScorer(model, settings, cache);
    }

    static SavedFormat ISavedTransformer<TransformerFeaturesTransformer>.Format { get; } = new(Signature: "TRFEATUR", LoaderName: "TransformerFeatures");

    /// <summary>How many numbers a row's features are.</summary>
    public int FeatureCount => ((FeatureModel)_model.Network).Size;

    private protected override void Write(EntryWriter entries)
    {
        _settings.Write(entries, TaskEntry);
        entries.Write(CacheKey, [(byte)(_caches ? 1 : 0)]);
        TextModelEntries.Write(entries, _model);
    }

    static TransformerFeaturesTransformer ISavedTransformer<TransformerFeaturesTransformer>.Load(IHostEnvironment env, EntryReader entries)
    {
        Libtorch.BeginLoading();
        var settings = FeatureSettings.Read(entries, TaskEntry);
        var caches = entries.ReadBytes(CacheKey, 1) is [not 0];
        using var channel = env.Start(nameof(TransformerFeaturesTransformer));
        var model = TextModelEntries.Read(entries, _ => FeatureNetworkDesign.Of(settings.Features, settings.Modules), () => Devices.Choose(env, channel));
        return new(model, settings, caches ? new FeatureCacheOptions() : null);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _scorer.Dispose();
        _model.Dispose();
    }

    private protected override ScoringMap Map(DataViewSchema inputSchema)
    {
        var declaration = FeatureColumn.Declare(_settings.OutputColumn, FeatureCount, ((FeatureModel)_model.Network).SlotNames);
        return new ScoringMap<TextRow, float[]>(inputSchema, _settings.Texts, [new ScoreColumn<float[], VBuffer<float>>(declaration, VectorColumn.Copy)], _scorer);
    }
}

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

/// <summary>
/// Adds a column of words' features. Safe to use from many threads. Dispose it to free the network's memory; a PredictionEngine and a TransformerChain dispose the
/// transformers they own.
/// </summary>
public sealed class TransformerWordFeaturesTransformer : ITransformer, ISavedTransformer<TransformerWordFeaturesTransformer>, IDisposable
{
    private const string TaskEntry = "word-features.json";
    private const string CacheKey = "cache";
    private readonly TextModel _model;
    private readonly WordFeatureSettings _settings;
    private readonly WordFeatureScorer _scorer;
    private readonly bool _caches;

    internal TransformerWordFeaturesTransformer(TextModel model, WordFeatureSettings settings, FeatureCacheOptions? cache)
    {
        _model = model;
        _settings = settings;
        _caches = cache is not null;
        _scorer = new WordFeatureScorer(model, settings, cache);
    }

    static SavedFormat ISavedTransformer<TransformerWordFeaturesTransformer>.Format { get; } = new(Signature: "TRWRDFEA", LoaderName: "TransformerWordFeatures");

    bool ITransformer.IsRowToRowMapper => true;

    /// <summary>How many numbers a word's features are.</summary>
    public int FeatureCount => ((WordFeatureModel)_model.Network).Size;

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">The column of words is missing or of the wrong type.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => Map(inputSchema).OutputSchema;

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">The column of words is missing or of the wrong type.</exception>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new ScoredDataView<RowValues<string>, float[]>(input, Map(input.Schema));
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => Map(inputSchema);

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        var entries = new EntryWriter(ctx, FormatOf<TransformerWordFeaturesTransformer>());
        entries.Write(TaskEntry, _settings.ToJson());
        entries.Write(CacheKey, [(byte)(_caches ? 1 : 0)]);
        TextModelEntries.Write(entries, _model);
        entries.Finish();
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
    public void Dispose()
    {
        _scorer.Dispose();
        _model.Dispose();
    }

    private static SavedFormat FormatOf<T>() where T : ITransformer, ISavedTransformer<T> => T.Format;

    private ScoringMap<RowValues<string>, float[]> Map(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return new(inputSchema, _settings.Words, [new ScoreColumn<float[], VBuffer<float>>(WordFeatureColumn.Declare(_settings.OutputColumn, FeatureCount), VectorColumn.Copy)], _scorer);
    }
}

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

/// <summary>
/// Adds a column of features. Safe to use from many threads. Dispose it to free the network's memory; a PredictionEngine and a TransformerChain dispose the
/// transformers they own.
/// </summary>
public sealed class TransformerFeaturesTransformer : ITransformer, ISavedTransformer<TransformerFeaturesTransformer>, IDisposable
{
    private const string TaskEntry = "features.json";
    private const string CacheKey = "cache";
    private readonly TextModel _model;
    private readonly FeatureSettings _settings;
    private readonly FeatureScorer _scorer;
    private readonly bool _caches;

    internal TransformerFeaturesTransformer(TextModel model, FeatureSettings settings, FeatureCacheOptions? cache)
    {
        _model = model;
        _settings = settings;
        _caches = cache is not null;
        _scorer = new FeatureScorer(model, settings, cache);
    }

    static SavedFormat ISavedTransformer<TransformerFeaturesTransformer>.Format { get; } = new(Signature: "TRFEATUR", LoaderName: "TransformerFeatures");

    bool ITransformer.IsRowToRowMapper => true;

    /// <summary>How many numbers a row's features are.</summary>
    public int FeatureCount => ((FeatureModel)_model.Network).Size;

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">A text column is missing or of the wrong type.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => Map(inputSchema).OutputSchema;

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">A text column is missing or of the wrong type.</exception>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new ScoredDataView<TextRow, float[]>(input, Map(input.Schema));
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => Map(inputSchema);

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        var entries = new EntryWriter(ctx, FormatOf<TransformerFeaturesTransformer>());
        _settings.Write(entries, TaskEntry);
        entries.Write(CacheKey, [(byte)(_caches ? 1 : 0)]);
        TextModelEntries.Write(entries, _model);
        entries.Finish();
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
    public void Dispose()
    {
        _scorer.Dispose();
        _model.Dispose();
    }

    private static SavedFormat FormatOf<T>() where T : ITransformer, ISavedTransformer<T> => T.Format;

    private ScoringMap<TextRow, float[]> Map(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        var declaration = FeatureColumn.Declare(_settings.OutputColumn, FeatureCount, ((FeatureModel)_model.Network).SlotNames);
        return new ScoringMap<TextRow, float[]>(inputSchema, _settings.Texts, [new ScoreColumn<float[], VBuffer<float>>(declaration, VectorColumn.Copy)], _scorer);
    }
}

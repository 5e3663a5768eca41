using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLNetTransfer.DataViews;
using MLNetTransfer.Engine;
using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Persistence;
using MLNetTransfer.SequenceTagging;

[assembly: SavedTransformer<BiLstmSequenceTaggerTransformer>]

namespace MLNetTransfer.SequenceTagging;

/// <summary>
/// A trained tagger: adds the words' tags and the probability of each tag. Safe to use from many threads. Dispose it to free the network's memory; a
/// PredictionEngine and a TransformerChain dispose the transformers they own.
/// </summary>
public sealed class BiLstmSequenceTaggerTransformer : ITransformer, ISavedTransformer<BiLstmSequenceTaggerTransformer>, IDisposable
{
    private const string TaskEntry = "tagger.json";
    private readonly TaggerSettings _settings;
    private readonly TaggerScorer _scorer;

    internal BiLstmSequenceTaggerTransformer(TaggerSettings settings, SequenceTagger network)
    {
        _settings = settings;
        _scorer = new TaggerScorer(network, settings.Features.Name);
    }

    static SavedFormat ISavedTransformer<BiLstmSequenceTaggerTransformer>.Format { get; } = new(Signature: "TRLSTTAG", LoaderName: "BiLstmSequenceTagger");

    bool ITransformer.IsRowToRowMapper => true;

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">The feature column is missing or of the wrong type.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => Map(inputSchema).OutputSchema;

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">The feature column is missing or of the wrong type.</exception>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new ScoredDataView<RowValues<float>, TagScores>(input, Map(input.Schema));
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => Map(inputSchema);

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        var entries = new EntryWriter(ctx, FormatOf<BiLstmSequenceTaggerTransformer>());
        _settings.Write(entries, TaskEntry, _scorer.Network);
        entries.Finish();
    }

    static BiLstmSequenceTaggerTransformer ISavedTransformer<BiLstmSequenceTaggerTransformer>.Load(IHostEnvironment env, EntryReader entries)
    {
        Libtorch.BeginLoading();
        using var channel = env.Start(nameof(BiLstmSequenceTaggerTransformer));
        var (settings, network) = TaggerSettings.Read(entries, TaskEntry, () => Devices.Choose(env, channel));
        return new(settings, network);
    }

    /// <inheritdoc/>
    public void Dispose() => _scorer.Dispose();

    private static SavedFormat FormatOf<T>() where T : ITransformer, ISavedTransformer<T> => T.Format;

    private ScoringMap<RowValues<float>, TagScores> Map(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return new(inputSchema, _settings.Features, _settings.Columns.Make(), _scorer);
    }
}

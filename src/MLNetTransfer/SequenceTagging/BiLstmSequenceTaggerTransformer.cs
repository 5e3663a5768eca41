using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLNetTransfer.DataViews;
using MLNetTransfer.Engine;
using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Persistence;
using MLNetTransfer.SequenceTagging;

[assembly: SavedTransformer<BiLstmSequenceTaggerTransformer>]

namespace MLNetTransfer.SequenceTagging;

/// <summary>A trained tagger: adds the words' tags and the probability of each tag.</summary>
public sealed class BiLstmSequenceTaggerTransformer : ScoringTransformer, ISavedTransformer<BiLstmSequenceTaggerTransformer>
{
    private const string TaskEntry = "tagger.json";
    private readonly TaggerSettings _settings;
    private readonly TaggerScorer _scorer;

    internal BiLstmSequenceTaggerTransformer(TaggerSettings settings, SequenceTagger network) : base(FormatOf<BiLstmSequenceTaggerTransformer>())
    {
        _settings = settings;
        _scorer = new TaggerScorer(network, settings.Features.Name);
    }

    static SavedFormat ISavedTransformer<BiLstmSequenceTaggerTransformer>.Format { get; } = new(Signature: "TRLSTTAG", LoaderName: "BiLstmSequenceTagger");

    private protected override void Write(EntryWriter entries) => _settings.Write(entries, TaskEntry, _scorer.Network);

    static BiLstmSequenceTaggerTransformer ISavedTransformer<BiLstmSequenceTaggerTransformer>.Load(IHostEnvironment env, EntryReader entries)
    {
        Libtorch.BeginLoading();
        using var channel = env.Start(nameof(BiLstmSequenceTaggerTransformer));
        var (settings, network) = TaggerSettings.Read(entries, TaskEntry, () => Devices.Choose(env, channel));
        return new(settings, network);
    }

    /// <inheritdoc/>
    public override void Dispose() => _scorer.Dispose();

    private protected override ScoringMap Map(DataViewSchema inputSchema) =>
        new ScoringMap<RowValues<float>, TagScores>(inputSchema, _settings.Features, _settings.Columns.Make(), _scorer);
}

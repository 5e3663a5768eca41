using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLNetTransfer.DataViews;
using MLNetTransfer.Engine;
using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Persistence;
using MLNetTransfer.Schema;
using MLNetTransfer.TextClassification;

[assembly: SavedTransformer<TransformerTextClassificationTransformer>]

namespace MLNetTransfer.TextClassification;

/// <summary>
/// A fine-tuned text classifier: adds the predicted class and the probability of each class. Safe to use from many threads. Dispose it to free the network's
/// memory; a PredictionEngine and a TransformerChain dispose the transformers they own.
/// </summary>
public sealed class TransformerTextClassificationTransformer : ITransformer, ISavedTransformer<TransformerTextClassificationTransformer>, IDisposable
{
    private const string TaskEntry = "classifier.json";
    private readonly TextModel _model;
    private readonly TextColumns _texts;
    private readonly MulticlassColumns _columns;
    private readonly ClassScorer _scorer;

    internal TransformerTextClassificationTransformer(TextModel model, TextColumns texts, MulticlassColumns columns)
    {
        _model = model;
        _texts = texts;
        _columns = columns;
        _scorer = new ClassScorer(model);
    }

    static SavedFormat ISavedTransformer<TransformerTextClassificationTransformer>.Format { get; } = new(Signature: "TRTXTCLS", LoaderName: "TransformerTextClassify");

    bool ITransformer.IsRowToRowMapper => true;

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
        var entries = new EntryWriter(ctx, FormatOf<TransformerTextClassificationTransformer>());
        entries.Write(TaskEntry, ClassifierSettings.ToJson(_texts, _columns));
        TextModelEntries.Write(entries, _model);
        entries.Finish();
    }

    static TransformerTextClassificationTransformer ISavedTransformer<TransformerTextClassificationTransformer>.Load(IHostEnvironment env, EntryReader entries)
    {
        Libtorch.BeginLoading();
        var (texts, columns) = ClassifierSettings.FromJson(entries, TaskEntry);
        using var channel = env.Start(nameof(TransformerTextClassificationTransformer));
        var model = TextModelEntries.Read(entries, config => new TaskNetworkDesign(HeadOptions.Read(HeadKind.SequenceClassification, config)), () => Devices.Choose(env, channel));
        if (model.Network is SequenceClassificationModel network && network.OutputCount == columns.ClassCount) return new(model, texts, columns);
        model.Dispose();
        throw entries.Damaged(TaskEntry, $"it has {columns.ClassCount} classes, and the network is not one for them");
    }

    /// <summary>Writes the network as a folder that Hugging Face's libraries load: config.json with the class names, model.safetensors, tokenizer files.</summary>
    /// <param name="folder">The folder to write to; it is made where it is missing.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public void SaveCheckpoint(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        _model.SaveCheckpoint(folder);
    }

    /// <inheritdoc/>
    public void Dispose() => _model.Dispose();

    private static SavedFormat FormatOf<T>() where T : ITransformer, ISavedTransformer<T> => T.Format;

    private ScoringMap<TextRow, float[]> Map(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return new ScoringMap<TextRow, float[]>(inputSchema, _texts, ClassScoreColumns.After(inputSchema, _columns), _scorer);
    }
}

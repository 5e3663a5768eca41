using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLNetTransfer.DataViews;
using MLNetTransfer.Engine;
using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Persistence;
using MLNetTransfer.Schema;
using MLNetTransfer.TextClassification;

[assembly: SavedTransformer<TransformerTextClassificationTransformer>]

namespace MLNetTransfer.TextClassification;

/// <summary>A fine-tuned text classifier: adds the predicted class and the probability of each class.</summary>
public sealed class TransformerTextClassificationTransformer : ScoringTransformer, ISavedTransformer<TransformerTextClassificationTransformer>
{
    private const string TaskEntry = "classifier.json";
    private readonly TextModel _model;
    private readonly TextColumns _texts;
    private readonly MulticlassColumns _columns;
    private readonly ClassScorer _scorer;

    internal TransformerTextClassificationTransformer(TextModel model, TextColumns texts, MulticlassColumns columns) : base(FormatOf<TransformerTextClassificationTransformer>())
    {
        _model = model;
        _texts = texts;
        _columns = columns;
        _scorer = new ClassScorer(model);
    }

    static SavedFormat ISavedTransformer<TransformerTextClassificationTransformer>.Format { get; } = new(Signature: "TRTXTCLS", LoaderName: "TransformerTextClassify");

    private protected override void Write(EntryWriter entries)
    {
        entries.Write(TaskEntry, ClassifierSettings.ToJson(_texts, _columns));
        TextModelEntries.Write(entries, _model);
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
    public override void Dispose() => _model.Dispose();

    private protected override ScoringMap Map(DataViewSchema inputSchema) =>
        new ScoringMap<TextRow, float[]>(inputSchema, _texts, ClassScoreColumns.After(inputSchema, _columns), _scorer);
}

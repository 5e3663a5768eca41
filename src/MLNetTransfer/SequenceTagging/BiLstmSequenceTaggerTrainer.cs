using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLNetTransfer.DataViews;
using MLNetTransfer.Engine;
using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Layers;
using MLNetTransfer.Modeling.Tagging;
using MLNetTransfer.Modeling.Training;
using MLNetTransfer.Schema;
using TorchSharp;

namespace MLNetTransfer.SequenceTagging;

/// <summary>Learns to tag words, such as those of names, by given vectors of theirs: bidirectional LSTM layers, and a conditional random field over them.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>Input</term><description>a vector of <c>Single</c>, words' vectors one after another; a label, a vector of keys (<c>Key&lt;UInt32&gt;</c>) or of text, one for each word</description></item>
/// <item><term>Output</term><description><c>PredictedLabel</c>, a vector like the label, with its values; <c>Score</c>, the probability of each tag, word by word</description></item>
/// <item><term>Device</term><description>MLContext.GpuDeviceId and FallbackToCpu, the CPU by default</description></item>
/// <item><term>Caching</term><description>not needed: the training rows are read once, and their vectors kept in memory</description></item>
/// </list>
/// Sentences without words, and those where a tag is missing, are not learnt from.
/// </remarks>
public sealed partial class BiLstmSequenceTaggerTrainer : IEstimator<BiLstmSequenceTaggerTransformer>
{
    // Of the new weights of the layer that scores tags.
    private const double InitializerRange = 0.02;

    private readonly IHost _host;
    private readonly Options _options;
    private readonly WordVectorsColumn _features;

    internal BiLstmSequenceTaggerTrainer(IHostEnvironment env, Options options)
    {
        options.Validate();
        _host = env.Register(nameof(BiLstmSequenceTaggerTrainer));
        _options = options;
        _features = new WordVectorsColumn(options.FeatureColumnName);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of the wrong type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        var label = ColumnChecks.WordTags(inputSchema, "label", _options.LabelColumnName);
        _features.Check(inputSchema);
        var added = TaggerColumns.Promise(_options.PredictedLabelColumnName, _options.ScoreColumnName, label);
        return new SchemaShape(inputSchema.Where(c => added.All(a => a.Name != c.Name)).Concat(added));
    }

    /// <summary>Reads the rows once and trains.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of the wrong type, or an option is outside its range.</exception>
    /// <exception cref="InvalidOperationException">No row can be trained on, or a row's vectors and tags do not go together.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before training had begun.</exception>
    public BiLstmSequenceTaggerTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        _options.Validate();
        var label = ColumnChecks.WordTags(input.Schema, "label", _options.LabelColumnName);
        var size = WordFeatureColumn.SizeOf(_features.In(input.Schema)[0]);
        var tags = TagReader.Of(label);
        using var channel = _host.Start("Fit");
        var fit = new TrainingFit(_host, channel, _options);
        var rows = Read(fit, input, tags, "training", ref size);
        tags.Close(label.Name);
        LabeledRows<float[], int[]>? validationRows = null;
        if (_options.ValidationSet is { } view)
        {
            LabelValues.CheckSame(label, ColumnChecks.WordTags(view.Schema, "label", _options.LabelColumnName));
            validationRows = Read(fit, view, tags, "validation", ref size);
        }
        var (training, validation) = fit.Split(rows, validationRows);

        var design = new SequenceTaggerDesign(size!.Value, _options.HiddenSize, _options.LayerCount, tags.Count, _options.ConditionalRandomField, _options.Dropout);
        var settings = new TaggerSettings(_features, new(_options.PredictedLabelColumnName, _options.ScoreColumnName, tags.Count, tags.Values, tags.IsText), design, _options.Scheme);
        var names = settings.Columns.Values?.AsText;
        CheckScheme(training, names);
        var network = settings.CreateNetwork();
        try
        {
            using (var generator = new torch.Generator((ulong)fit.Seed)) ParameterInitializer.Initialize(network, InitializerRange, generator);
            network.to(fit.Device);
            fit.Run(new SequenceTaggingTask(network, Tagged(training), validation is null ? null : Tagged(validation), names is not null && TagSchemes.MarkEntities(names) ? names : null));
            return new BiLstmSequenceTaggerTransformer(settings, network);
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    private LabeledRows<float[], int[]> Read(TrainingFit fit, IDataView view, TagReader tags, string what, ref int? size)
    {
        var label = ColumnChecks.WordTags(view.Schema, "label", _options.LabelColumnName);
        var features = _features.In(view.Schema);
        var (rows, targets, missing, number) = (new List<float[]>(), new List<int[]>(), 0L, 0L);
        using var cursor = view.GetRowCursor([.. features, label]);
        var readVectors = _features.Reader(cursor, features);
        var readTags = tags.On(cursor, label);
        for (; cursor.MoveNext(); number++)
        {
            _options.CancellationToken.ThrowIfCancellationRequested();
            if (readTags() is not { } found)
            {
                missing++;
                continue;
            }
            var vectors = readVectors().Items;
            if (found.Length == 0 && vectors.Length == 0) continue;
            // A column that does not say how many numbers a word has shows it in the first row.
            if (found.Length > 0 && vectors.Length > 0 && vectors.Length % found.Length == 0) size ??= vectors.Length / found.Length;
            if (size is not { } width || vectors.Length != (long)found.Length * width)
                throw new InvalidOperationException($"Row {number} of the {what} rows has {found.Length} tags in column '{label.Name}' and {vectors.Length} numbers in column '{_features.Name}'{(size is null ? "" : $", where a word has {size}")}: every word needs one tag and one vector.");
            rows.Add(vectors);
            targets.Add(found);
        }
        if (missing > 0) fit.Warn($"{missing} of {number} {what} rows lack a tag in column '{label.Name}': they are skipped.");
        if (rows.Count == 0) throw new InvalidOperationException($"No valid {what} instances found: every row lacks a tag in column '{label.Name}' or has no words, or there are no rows.");
        return new(rows, targets, missing);
    }

    private void CheckScheme(LabeledRows<float[], int[]> rows, IReadOnlyList<string>? names)
    {
        if (_options.Scheme is not { } scheme) return;
        if (names is null) throw new InvalidOperationException($"The option Scheme is {scheme}, and the keys of label column '{_options.LabelColumnName}' have no values: their tags are not known. Make the keys with MapValueToKey, or leave Scheme out.");
        var forbidden = scheme.Forbidden(names);
        for (var i = 0; i < rows.Rows.Count; i++)
            if (forbidden.FirstBroken(rows.Targets[i]) is { } word)
                throw new InvalidOperationException($"The tags of a training row break the scheme {scheme} at word {word}: {string.Join(' ', rows.Targets[i].Take(word + 2).TakeLast(4).Select(t => names[t]))}. Choose the option Scheme that the tags are written in, or leave it out.");
    }

    private static TaggedRows Tagged(LabeledRows<float[], int[]> rows) => new(rows.Rows, rows.Targets);
}

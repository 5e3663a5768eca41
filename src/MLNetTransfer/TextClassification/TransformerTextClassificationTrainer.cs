using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLNetTransfer.DataViews;
using MLNetTransfer.Engine;
using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Tokenization;
using MLNetTransfer.Modeling.Training;
using MLNetTransfer.Schema;

namespace MLNetTransfer.TextClassification;

/// <summary>Fine-tunes a pretrained encoder to tell classes of text, or of pairs of texts, apart.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>Input</term><description>a label key (<c>Key&lt;UInt32&gt;</c>), a text column, optionally a second one; empty and missing texts are read as empty</description></item>
/// <item><term>Output</term><description><c>PredictedLabel</c>, a key like the label with its values; <c>Score</c>, a probability for each class of the label's type, whether the training rows have it or not</description></item>
/// <item><term>Device</term><description>MLContext.GpuDeviceId and FallbackToCpu, the CPU by default</description></item>
/// <item><term>Caching</term><description>not needed: the training rows are read once</description></item>
/// </list>
/// </remarks>
public sealed partial class TransformerTextClassificationTrainer : IEstimator<TransformerTextClassificationTransformer>
{
    private const int MaxClasses = 1 << 20;
    private readonly IHost _host;
    private readonly Options _options;
    private readonly TextColumns _texts;

    internal TransformerTextClassificationTrainer(IHostEnvironment env, Options options)
    {
        options.Validate();
        _host = env.Register(nameof(TransformerTextClassificationTrainer));
        _options = options;
        _texts = new TextColumns(options.TextColumnName, options.SecondTextColumnName);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of the wrong type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        var label = ColumnChecks.ClassLabel(inputSchema, _options.LabelColumnName);
        _texts.Check(inputSchema);
        var added = MulticlassColumns.Promise(_options.PredictedLabelColumnName, _options.ScoreColumnName, label);
        return new SchemaShape(inputSchema.Where(c => added.All(a => a.Name != c.Name)).Concat(added));
    }

    /// <summary>Reads the rows once and trains.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of the wrong type, or an option is outside its range.</exception>
    /// <exception cref="InvalidOperationException">No row can be trained on, or a label is missing and <see cref="Options.MissingLabels"/> is Throw.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before training had begun.</exception>
    public TransformerTextClassificationTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        _options.Validate();
        var label = ColumnChecks.ClassLabel(input.Schema, _options.LabelColumnName);
        _texts.In(input.Schema);
        var classCount = ClassCount(label);
        var values = LabelValues.Of(label);
        using var channel = _host.Start("Fit");
        var fit = new TextFit(_host, channel, _options);
        var head = _options.Head(classCount);
        var model = fit.Open(head, config => LabelNames.Write(config, values, classCount), input);
        try
        {
            if (_options.FreezeEncoder) TrainHead(fit, model, input, label, values);
            else TrainWhole(fit, model, input, label, values);
            return new TransformerTextClassificationTransformer(model, _texts, new MulticlassColumns(_options.PredictedLabelColumnName, _options.ScoreColumnName, classCount, values));
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    private void TrainWhole(TextFit fit, TextModel model, IDataView input, DataViewSchema.Column label, LabelValues? values)
    {
        var network = (SequenceClassificationModel)model.Network;
        var (training, validation) = ReadAll<TokenRow>(fit, input, label, rows => model.Tokenize(rows, _options.CancellationToken));
        using var task = new TextClassificationTask(network, new(training.Rows, training.Targets), validation is null ? null : new(validation.Rows, validation.Targets),
            _options.LabelSmoothing, _options.ClassWeights.For(training.Targets, network.OutputCount, values?.AsText));
        fit.Run(task);
    }

    private void TrainHead(TextFit fit, TextModel model, IDataView input, DataViewSchema.Column label, LabelValues? values)
    {
        var network = (SequenceClassificationModel)model.Network;
        using var encoder = new FrozenEncoder(model, _options.Cache);
        var (training, validation) = ReadAll<float[]>(fit, input, label, rows => encoder.Read(rows, _options.CancellationToken));
        fit.Info($"The encoder is frozen: it has read {encoder.Encoded} of {training.Rows.Count + (validation?.Rows.Count ?? 0)} rows; the others were known.");
        using var task = new FrozenEncoderTask(network, new(training.Rows, training.Targets), validation is null ? null : new(validation.Rows, validation.Targets),
            _options.LabelSmoothing, _options.ClassWeights.For(training.Targets, network.OutputCount, values?.AsText));
        fit.Run(task);
    }

    private (LabeledRows<TRow, int> Training, LabeledRows<TRow, int>? Validation) ReadAll<TRow>(TextFit fit, IDataView input, DataViewSchema.Column label, Func<IReadOnlyList<TextRow>, IReadOnlyList<TRow>> encode) =>
        fit.Split(Read(fit, input, label, "training", encode), ValidationRows(fit, label, encode));

    private LabeledRows<TRow, int>? ValidationRows<TRow>(TextFit fit, DataViewSchema.Column label, Func<IReadOnlyList<TextRow>, IReadOnlyList<TRow>> encode)
    {
        if (_options.ValidationSet is not { } view) return null;
        var column = ColumnChecks.ClassLabel(view.Schema, _options.LabelColumnName);
        LabelValues.CheckSame(label, column);
        return Read(fit, view, column, "validation", encode);
    }

    private LabeledRows<TRow, int> Read<TRow>(TextFit fit, IDataView view, DataViewSchema.Column label, string what, Func<IReadOnlyList<TextRow>, IReadOnlyList<TRow>> encode)
    {
        var rows = fit.Read<TRow, int>(view, _texts, label, ClassKeys.Reader, encode);
        if (rows.MissingTargets > 0)
        {
            var text = $"{rows.MissingTargets} of {rows.MissingTargets + rows.Rows.Count} {what} rows have no label in column '{label.Name}'";
            if (_options.MissingLabels == MissingLabels.Throw) throw new InvalidOperationException($"{text}: fill or filter them, or set the option MissingLabels to Skip.");
            fit.Warn($"{text}: they are skipped.");
        }
        if (rows.Rows.Count == 0) throw new InvalidOperationException($"No valid {what} instances found: every row's label in column '{label.Name}' is missing, or there are no rows.");
        return rows;
    }

    // From the key's type, not from the rows: a class that happens not to occur in them keeps its place.
    private static int ClassCount(DataViewSchema.Column label)
    {
        var count = ((KeyDataViewType)label.Type).Count;
        if (count is < 2 or > MaxClasses)
            throw new ArgumentOutOfRangeException("labelCol", $"Label column '{label.Name}' has {count} classes; expected 2 to {MaxClasses}.");
        return (int)count;
    }
}

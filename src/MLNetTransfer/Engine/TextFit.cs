using System.Text.Json.Nodes;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLNetTransfer.DataViews;
using MLNetTransfer.Modeling.Heads;

namespace MLNetTransfer.Engine;

/// <summary>The steps of Fit of a task on texts: what every Fit does, and opening the encoder and reading texts.</summary>
internal sealed class TextFit : TrainingFit
{
    private readonly TextTrainerOptions _options;

    public TextFit(IHostEnvironment env, IChannel channel, TextTrainerOptions options) : base(env, channel, options) => _options = options;

    /// <summary>The encoder of the option Model under a new head.</summary>
    /// <param name="head">The head.</param>
    /// <param name="describe">Writes into config.json what the head's outputs are.</param>
    /// <param name="input">The rows, from whose text the encoder learns first where the options ask for it.</param>
    /// <inheritdoc cref="PretrainedModel.Open" path="/exception"/>
    public TextModel Open(HeadOptions head, Action<JsonObject> describe, IDataView input)
    {
        var request = new PretrainedRequest
        {
            RandomWeights = _options.RandomWeights,
            Truncation = _options.Truncation,
            Precision = _options.ScoringPrecision,
            Device = Device,
            Seed = Seed,
            Info = Info,
            Cancellation = _options.CancellationToken,
        };
        var source = ModelSource.Find(_options.Model, Info, request.Cancellation);
        var model = PretrainedModel.Open(request, source, new TaskNetworkDesign(head), config =>
        {
            head.WriteShape(config);
            describe(config);
        });
        if (_options.FurtherPretraining is not { } further) return model;
        try
        {
            FurtherPretraining.Run(further, model, request, source, input, _options.TextColumnName, Run);
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Reads a view's rows.</summary>
    /// <param name="view">The view.</param>
    /// <param name="texts">Its columns of text.</param>
    /// <param name="target">Its target column.</param>
    /// <param name="readTarget">Makes a reader of the current row's target.</param>
    /// <param name="encode">From texts to rows, in their order.</param>
    public LabeledRows<TRow, TTarget> Read<TRow, TTarget>(IDataView view, TextColumns texts, DataViewSchema.Column target, Func<DataViewRow, DataViewSchema.Column, TargetReader<TTarget>> readTarget,
        Func<IReadOnlyList<TextRow>, IReadOnlyList<TRow>> encode) =>
        LabeledRows<TRow, TTarget>.Read(view, texts.In(view.Schema), target, readTarget, encode, _options.CancellationToken);
}

using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLNetTransfer.DataViews;
using MLNetTransfer.Engine;
using MLNetTransfer.Modeling.Features;
using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Tokenization;
using MLNetTransfer.Persistence;
using MLNetTransfer.Schema;

namespace MLNetTransfer.Features;

/// <summary>Turns texts, or pairs of texts, into vectors of a pretrained encoder's states, for any trainer to learn from. Nothing of the encoder is trained, unless it learns from text without labels first.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>Input</term><description>a text column, optionally a second one; empty and missing texts are read as empty</description></item>
/// <item><term>Output</term><description>a vector of known size of <c>Single</c>, with slot names</description></item>
/// <item><term>Device</term><description>MLContext.GpuDeviceId and FallbackToCpu, the CPU by default</description></item>
/// <item><term>Caching</term><description>its own, <see cref="EncoderFeatureOptions.Cache"/>: a text's features are computed once, also over several runs</description></item>
/// </list>
/// </remarks>
public sealed partial class TransformerFeaturesEstimator : IEstimator<TransformerFeaturesTransformer>
{
    private readonly IHost _host;
    private readonly Options _options;
    private readonly TextColumns _texts;

    internal TransformerFeaturesEstimator(IHostEnvironment env, Options options)
    {
        options.Validate();
        _host = env.Register(nameof(TransformerFeaturesEstimator));
        _options = options;
        _texts = new TextColumns(options.InputColumnName, options.SecondInputColumnName);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of the wrong type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        _texts.Check(inputSchema);
        return new SchemaShape(inputSchema.Where(c => c.Name != _options.OutputColumnName).Append(FeatureColumn.Promise(_options.OutputColumnName)));
    }

    /// <summary>Loads the encoder. Rows are read only where the encoder learns from their text first, see <see cref="Options.FurtherPretraining"/>.</summary>
    /// <exception cref="ArgumentException">A column is missing or of the wrong type, or the encoder lacks what an option asks for.</exception>
    /// <exception cref="IOException">The model is not there; the message says what is missing.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, or the files do not go together.</exception>
    public TransformerFeaturesTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        _options.Validate();
        _texts.In(input.Schema);
        using var channel = _host.Start("Fit");
        void Info(string message) => channel.Info(MessageSensitivity.None, message);
        var source = ModelSource.Find(_options.Model, Info, _options.CancellationToken);
        // A folder's own recipe stands where the user names none.
        var modules = _options.Features is null ? source.Modules : null;
        var features = _options.Features ?? new FeatureOptions { Pooling = modules?.Pooling ?? [TokenPooling.Mean] };
        var request = new PretrainedRequest
        {
            Truncation = _options.Truncation ?? new TruncationOptions { MaxTokens = source.DefaultMaxTokens(modules) },
            Precision = _options.Precision,
            Device = Devices.Choose(_host, channel),
            Info = Info,
            Cancellation = _options.CancellationToken,
        };
        _options.Windows?.Validate(request.Truncation);
        var model = PretrainedModel.Open(request, source, FeatureNetworkDesign.Of(features, modules));
        if (_options.FurtherPretraining is { } further) PretrainFurther(further, model, request, source, input);
        return new TransformerFeaturesTransformer(model, new FeatureSettings(_options.OutputColumnName, _texts, features, modules, _options.Windows), _options.Cache);
    }

    private void PretrainFurther(FurtherPretrainingOptions further, TextModel model, PretrainedRequest request, ModelSource source, IDataView input)
    {
        var training = new LoggedTraining(request.Info, request.Device, request.Cancellation);
        try
        {
            FurtherPretraining.Run(further, model, request, source, input, _options.InputColumnName, (task, options, progress) => training.Run(task, options.Copy(HostEnvironments.Seed(_host)), progress));
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }
}

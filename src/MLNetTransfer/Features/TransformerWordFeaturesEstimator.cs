using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLNetTransfer.DataViews;
using MLNetTransfer.Engine;
using MLNetTransfer.Modeling.Tokenization;
using MLNetTransfer.Schema;

namespace MLNetTransfer.Features;

/// <summary>Turns sentences that are split into words into vectors of a pretrained encoder's states, one for each word, for taggers to learn from. Nothing of the encoder is trained.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>Input</term><description>a vector of text: a sentence's words, as many as it has</description></item>
/// <item><term>Output</term><description>
/// a vector of <c>Single</c> of variable size: the words' features one after another. The annotation <c>WordVectorSize</c> says how many numbers a word has. A word of
/// which the tokenizer leaves nothing, such as an empty one, has zeros
/// </description></item>
/// <item><term>Device</term><description>MLContext.GpuDeviceId and FallbackToCpu, the CPU by default</description></item>
/// <item><term>Caching</term><description>its own, <see cref="EncoderFeatureOptions.Cache"/>: a sentence's features are computed once, also over several runs</description></item>
/// </list>
/// The words are read as a text with a space between them.
/// </remarks>
public sealed partial class TransformerWordFeaturesEstimator : IEstimator<TransformerWordFeaturesTransformer>
{
    private readonly IHost _host;
    private readonly Options _options;
    private readonly WordsColumn _words;

    internal TransformerWordFeaturesEstimator(IHostEnvironment env, Options options)
    {
        options.Validate();
        _host = env.Register(nameof(TransformerWordFeaturesEstimator));
        _options = options;
        _words = new WordsColumn(options.InputColumnName);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">The column of words is missing or of the wrong type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        _words.Check(inputSchema);
        return new SchemaShape(inputSchema.Where(c => c.Name != _options.OutputColumnName).Append(WordFeatureColumn.Promise(_options.OutputColumnName)));
    }

    /// <summary>Loads the encoder; no row is read.</summary>
    /// <exception cref="ArgumentException">The column of words is missing or of the wrong type, or the encoder lacks what an option asks for.</exception>
    /// <exception cref="IOException">The model is not there; the message says what is missing.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, or the files do not go together.</exception>
    public TransformerWordFeaturesTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        _options.Validate();
        _words.In(input.Schema);
        using var channel = _host.Start("Fit");
        void Info(string message) => channel.Info(MessageSensitivity.None, message);
        var source = ModelSource.Find(_options.Model, Info, _options.CancellationToken);
        var request = new PretrainedRequest
        {
            Truncation = new TruncationOptions { MaxTokens = _options.MaxTokens ?? source.DefaultMaxTokens() },
            Precision = _options.Precision,
            Device = Devices.Choose(_host, channel),
            Info = Info,
            Cancellation = _options.CancellationToken,
        };
        var model = PretrainedModel.Open(request, source, FeatureNetworkDesign.Of(_options.Features));
        return new TransformerWordFeaturesTransformer(model, new WordFeatureSettings(_options.OutputColumnName, _words, _options.Features), _options.Cache);
    }
}

using System.Text.Json.Nodes;

namespace MLNetTransfer.Modeling.Families.AwdLstm;

/// <summary>
/// config.json of an AWD-LSTM. fastai keeps none: ours holds the arguments that fastai builds the model with, under fastai's names, beside
/// <c>"model_type": "awd-lstm"</c>. Sizes are required; what is absent is fastai's default.
/// </summary>
internal sealed class AwdLstmConfig : EncoderConfig
{
    private AwdLstmConfig(JsonObject source) : base(source)
    {
    }

    /// <inheritdoc/>
    public override string ModelType => "awd-lstm";

    /// <summary>Width of all layers but the last, whose width is that of the embeddings.</summary>
    public required int InnerSize { get; init; }

    /// <summary>How many tokens gradients reach back through, and are read at once; fastai's <c>bptt</c>.</summary>
    public required int WindowSize { get; init; }

    /// <summary>Widths of the classifier's inner layers; fastai's <c>lin_ftrs</c>.</summary>
    public required IReadOnlyList<int> ClassifierSizes { get; init; }

    /// <summary>Dropout before each of the classifier's layers: <c>output_p</c>, then <c>ps</c>.</summary>
    public required IReadOnlyList<double> ClassifierDropouts { get; init; }

    /// <summary>Dropouts of a language model.</summary>
    public required AwdLstmDropouts LanguageModel { get; init; }

    /// <summary>Dropouts of everything else.</summary>
    public required AwdLstmDropouts Classifier { get; init; }

    /// <inheritdoc/>
    public override long ParameterCount
    {
        get
        {
            var total = (long)VocabularySize * HiddenSize;
            for (var i = 0; i < LayerCount; i++) total += 4L * SizeOf(i + 1) * (SizeOf(i) + SizeOf(i + 1) + 2);
            return total;
        }
    }

    /// <inheritdoc/>
    internal override int StateSize(int layer) => SizeOf(layer);

    /// <summary>Width of what comes out of a layer; of the embeddings for 0.</summary>
    public int SizeOf(int layer) => layer == 0 || layer == LayerCount ? HiddenSize : InnerSize;

    /// <summary>Reads and checks.</summary>
    public static AwdLstmConfig Read(JsonObject source)
    {
        var read = new ConfigReader(source);
        read.Only("bidir", false);
        read.Only("tie_weights", true);
        read.Only("out_bias", true);
        var classifier = Dropouts(read, embedding: 0.05, input: 0.4, hidden: 0.3, weight: 0.5, output: 0.4);
        int[] sizes = [.. read.Integers("lin_ftrs", 1, ConfigReader.MaxSize, [50])];
        double[] dropouts = [.. read.Rates("ps", [.. Enumerable.Repeat(0.1, sizes.Length)])];
        if (sizes.Length != dropouts.Length)
            throw ConfigReader.Conflict($"'ps' has {dropouts.Length} dropouts and 'lin_ftrs' {sizes.Length} layers; there must be one for each.");
        var config = new AwdLstmConfig(source)
        {
            VocabularySize = read.Integer("vocab_sz", 1, ConfigReader.MaxVocabulary),
            HiddenSize = read.Integer("emb_sz", 1, ConfigReader.MaxSize),
            InnerSize = read.Integer("n_hid", 1, ConfigReader.MaxSize),
            LayerCount = read.Integer("n_layers", 1, ConfigReader.MaxLayers),
            HeadCount = 0,
            // fastai reads longer texts too, but pools over no more than their last tokens.
            MaxPositions = read.Integer("max_len", 1, ConfigReader.MaxPositions, 20 * 72),
            PadTokenId = read.Integer("pad_token", 0, ConfigReader.MaxVocabulary, 1),
            // As wide as the U(-0.1, 0.1) that fastai draws embeddings from.
            InitializerRange = 0.1 / Math.Sqrt(3),
            WindowSize = read.Integer("bptt", 1, ConfigReader.MaxPositions, 72),
            ClassifierSizes = sizes,
            ClassifierDropouts = [classifier.Output, .. dropouts],
            Classifier = classifier,
            LanguageModel = Dropouts(read, embedding: 0.02, input: 0.25, hidden: 0.15, weight: 0.2, output: 0.1),
        };
        if (config.PadTokenId >= config.VocabularySize)
            throw ConfigReader.Conflict($"'pad_token' ({config.PadTokenId}) must lie below 'vocab_sz' ({config.VocabularySize}).");
        return config;
    }

    private static AwdLstmDropouts Dropouts(ConfigReader read, double embedding, double input, double hidden, double weight, double output) =>
        new(Rate(read, "embed_p", embedding), Rate(read, "input_p", input), Rate(read, "hidden_p", hidden), Rate(read, "weight_p", weight), Rate(read, "output_p", output));

    // fastai's argument drop_mult: what all five are multiplied by.
    private static double Rate(ConfigReader read, string key, double fallback)
    {
        var rate = read.Rate(key, fallback) * read.Number("drop_mult", 0, 100, 1);
        return rate <= 1 ? rate : throw ConfigReader.Conflict($"'{key}' times 'drop_mult' is {rate}; it must be at most 1.");
    }
}

/// <summary>fastai's five dropouts.</summary>
/// <param name="Embedding">Of words of the vocabulary.</param>
/// <param name="Input">Of the first layer's input, the same values at all tokens of a row.</param>
/// <param name="Hidden">Between layers, likewise.</param>
/// <param name="Weight">Of the recurrent weights.</param>
/// <param name="Output">Before the head.</param>
internal sealed record AwdLstmDropouts(double Embedding, double Input, double Hidden, double Weight, double Output);

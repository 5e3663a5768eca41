using System.Text.Json.Nodes;
using MLNetTransfer.Modeling.Layers;

namespace MLNetTransfer.Modeling.Families.Bert;

/// <summary>config.json of a BERT checkpoint.</summary>
internal sealed class BertConfig : EncoderConfig
{
    private BertConfig(JsonObject source) : base(source)
    {
    }

    /// <inheritdoc/>
    public override string ModelType => "bert";

    public required int InnerSize { get; init; }
    public required int TypeCount { get; init; }
    public required Activation Activation { get; init; }
    public required double NormEpsilon { get; init; }
    public required double HiddenDropout { get; init; }
    public required double AttentionDropout { get; init; }
    public required double ClassifierDropout { get; init; }

    /// <inheritdoc/>
    public override long ParameterCount
    {
        get
        {
            long hidden = HiddenSize, norm = 2 * hidden;
            var embeddings = (VocabularySize + (long)MaxPositions + TypeCount) * hidden + norm;
            var attention = 4 * (hidden * hidden + hidden) + norm;
            var feedForward = 2 * hidden * InnerSize + InnerSize + hidden + norm;
            return embeddings + LayerCount * (attention + feedForward);
        }
    }

    /// <summary>Reads and checks; where a key is absent, the default is Hugging Face's.</summary>
    public static BertConfig Read(JsonObject source)
    {
        var read = new ConfigReader(source);
        read.Only("position_embedding_type", "absolute");
        read.Only("is_decoder", false);
        read.Only("add_cross_attention", false);
        var hiddenDropout = read.Rate("hidden_dropout_prob", 0.1);
        var config = new BertConfig(source)
        {
            VocabularySize = read.Integer("vocab_size", 1, ConfigReader.MaxVocabulary),
            HiddenSize = read.Integer("hidden_size", 1, ConfigReader.MaxSize),
            LayerCount = read.Integer("num_hidden_layers", 1, ConfigReader.MaxLayers),
            HeadCount = read.Integer("num_attention_heads", 1, ConfigReader.MaxSize),
            InnerSize = read.Integer("intermediate_size", 1, ConfigReader.MaxSize),
            MaxPositions = read.Integer("max_position_embeddings", 1, ConfigReader.MaxPositions),
            TypeCount = read.Integer("type_vocab_size", 1, ConfigReader.MaxSize, 2),
            PadTokenId = read.Integer("pad_token_id", 0, ConfigReader.MaxVocabulary, 0),
            Activation = read.Activation("hidden_act", "gelu"),
            NormEpsilon = read.Number("layer_norm_eps", 0, 1, 1e-12),
            InitializerRange = read.Number("initializer_range", 0, 1, 0.02),
            HiddenDropout = hiddenDropout,
            AttentionDropout = read.Rate("attention_probs_dropout_prob", 0.1),
            ClassifierDropout = read.Rate("classifier_dropout", hiddenDropout),
        };
        if (config.HiddenSize % config.HeadCount != 0)
            throw ConfigReader.Conflict($"'hidden_size' ({config.HiddenSize}) must be divisible by 'num_attention_heads' ({config.HeadCount}).");
        if (config.PadTokenId >= config.VocabularySize)
            throw ConfigReader.Conflict($"'pad_token_id' ({config.PadTokenId}) must lie below 'vocab_size' ({config.VocabularySize}).");
        return config;
    }
}

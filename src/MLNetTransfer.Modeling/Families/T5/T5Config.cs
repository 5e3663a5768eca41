using System.Text.Json.Nodes;
using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Layers;

namespace MLNetTransfer.Modeling.Families.T5;

/// <summary>config.json of a T5, T5 1.1 (FLAN) or mT5 checkpoint.</summary>
internal sealed class T5Config : EncoderConfig
{
    private T5Config(JsonObject source) : base(source)
    {
    }

    /// <inheritdoc/>
    public override string ModelType => IsMultilingual ? "mt5" : "t5";

    public required bool IsMultilingual { get; init; }
    public required int DecoderLayerCount { get; init; }
    public required int HeadSize { get; init; }
    public required int InnerSize { get; init; }
    public required bool IsGated { get; init; }
    public required Activation Activation { get; init; }
    public required int BucketCount { get; init; }
    public required int MaxDistance { get; init; }
    public required double NormEpsilon { get; init; }
    public required double Dropout { get; init; }
    public required double ClassifierDropout { get; init; }
    public required int StartTokenId { get; init; }

    /// <summary>What texts end with.</summary>
    public required int EndTokenId { get; init; }

    /// <summary>Whether the vocabulary is scored by the token embeddings.</summary>
    public required bool IsTied { get; init; }

    /// <summary>Whether the decoder's states are divided by the square root of their width before.</summary>
    public required bool ScalesOutput { get; init; }

    /// <inheritdoc/>
    public override long ParameterCount => (long)VocabularySize * HiddenSize + StackParameters(LayerCount, attentions: 1);

    /// <summary>Reads and checks; where a key is absent, the default is Hugging Face's.</summary>
    public static T5Config Read(JsonObject source)
    {
        var read = new ConfigReader(source);
        var isMultilingual = read.Choice("model_type", "t5", "t5", "mt5") == "mt5";
        var layerCount = read.Integer("num_layers", 1, ConfigReader.MaxLayers);
        var padTokenId = read.Integer("pad_token_id", 0, ConfigReader.MaxVocabulary, 0);
        var isTied = read.Flag("tie_word_embeddings", !isMultilingual);
        var (isGated, activation) = FeedForward(read, isMultilingual ? "gated-gelu" : "relu");
        var config = new T5Config(source)
        {
            IsMultilingual = isMultilingual,
            VocabularySize = read.Integer("vocab_size", 1, ConfigReader.MaxVocabulary),
            HiddenSize = read.Integer("d_model", 1, ConfigReader.MaxSize),
            LayerCount = layerCount,
            DecoderLayerCount = read.Integer("num_decoder_layers", 1, ConfigReader.MaxLayers, layerCount),
            HeadCount = read.Integer("num_heads", 1, ConfigReader.MaxSize),
            HeadSize = read.Integer("d_kv", 1, ConfigReader.MaxSize, 64),
            InnerSize = read.Integer("d_ff", 1, ConfigReader.MaxSize),
            IsGated = isGated,
            Activation = activation,
            BucketCount = read.Integer("relative_attention_num_buckets", 4, ConfigReader.MaxSize, 32),
            MaxDistance = read.Integer("relative_attention_max_distance", 2, ConfigReader.MaxPositions, 128),
            // Positions are told apart by their distance, of which there may be any number.
            MaxPositions = ConfigReader.MaxPositions,
            PadTokenId = padTokenId,
            StartTokenId = read.Integer("decoder_start_token_id", 0, ConfigReader.MaxVocabulary, padTokenId),
            EndTokenId = read.Integer("eos_token_id", 0, ConfigReader.MaxVocabulary, 1),
            NormEpsilon = read.Number("layer_norm_epsilon", 0, 1, 1e-6),
            InitializerRange = read.Number("initializer_factor", 0, 1000, 1),
            Dropout = read.Rate("dropout_rate", 0.1),
            ClassifierDropout = read.Rate("classifier_dropout", 0),
            IsTied = isTied,
            ScalesOutput = !isMultilingual && read.Flag("scale_decoder_outputs", isTied),
        };
        foreach (var (key, id) in new[] { ("pad_token_id", config.PadTokenId), ("decoder_start_token_id", config.StartTokenId) })
            if (id >= config.VocabularySize) throw ConfigReader.Conflict($"'{key}' ({id}) must lie below 'vocab_size' ({config.VocabularySize}).");
        if (config.MaxDistance <= config.BucketCount / 2)
            throw ConfigReader.Conflict($"'relative_attention_max_distance' ({config.MaxDistance}) must be above half of 'relative_attention_num_buckets' ({config.BucketCount}).");
        if ((long)config.HeadCount * config.HeadSize > ConfigReader.MaxSize)
            throw ConfigReader.Conflict($"'num_heads' ({config.HeadCount}) times 'd_kv' ({config.HeadSize}) must be at most {ConfigReader.MaxSize}.");
        return config;
    }

    /// <inheritdoc/>
    internal override long ParameterCountWith(HeadKind head) =>
        ParameterCount
        + (head is HeadKind.ConditionalGeneration or HeadKind.SequenceClassification ? StackParameters(DecoderLayerCount, attentions: 2) : 0)
        + (head == HeadKind.ConditionalGeneration && !IsTied ? (long)VocabularySize * HiddenSize : 0);

    private long StackParameters(int layerCount, int attentions)
    {
        long hidden = HiddenSize, attention = 4 * hidden * HeadCount * HeadSize + hidden, feedForward = (IsGated ? 3 : 2) * hidden * InnerSize + hidden;
        return (long)BucketCount * HeadCount + layerCount * (attentions * attention + feedForward) + hidden;
    }

    /// <summary>What <c>feed_forward_proj</c> says: an activation, perhaps behind <c>gated-</c>.</summary>
    private static (bool IsGated, Activation Activation) FeedForward(ConfigReader read, string fallback)
    {
        const string key = "feed_forward_proj", gated = "gated-";
        var known = Activations.KnownNames.SelectMany(name => new[] { name, gated + name }).ToArray();
        var text = read.Choice(key, fallback, known);
        var isGated = text.StartsWith(gated, StringComparison.Ordinal);
        // By "gated-gelu" these families mean the approximation.
        Activations.TryParse(text == gated + "gelu" ? "gelu_new" : isGated ? text[gated.Length..] : text, out var activation);
        return (isGated, activation);
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using MLNetTransfer.Modeling.Layers;

namespace MLNetTransfer.Modeling.Families;

/// <summary>What a family's config.json calls the values of a <see cref="StackedConfig"/>, and what they are where the key is absent: Hugging Face's defaults.</summary>
internal sealed record StackedKeys
{
    public string HiddenSize { get; init; } = "hidden_size";
    public string LayerCount { get; init; } = "num_hidden_layers";
    public string HeadCount { get; init; } = "num_attention_heads";
    public string InnerSize { get; init; } = "intermediate_size";
    public string Activation { get; init; } = "hidden_act";
    public string HiddenDropout { get; init; } = "hidden_dropout_prob";
    public string AttentionDropout { get; init; } = "attention_probs_dropout_prob";
    /// <summary>Null: the family has no key for it.</summary>
    public string? NormEpsilon { get; init; } = "layer_norm_eps";
    public string DefaultActivation { get; init; } = "gelu";
    public double DefaultDropout { get; init; } = 0.1;
    public double DefaultAttentionDropout { get; init; } = 0.1;
    public double DefaultNormEpsilon { get; init; } = 1e-12;
    public int DefaultPadTokenId { get; init; }
    /// <summary>Null: the family has no token types.</summary>
    public int? DefaultTypeCount { get; init; } = 2;
    /// <summary>The width of the embeddings where it is not that of the hidden states; 0: the key <c>embedding_size</c> is not read.</summary>
    public int DefaultEmbeddingSize { get; init; }
    /// <summary>Whether positions are counted on from the padding id, which takes that many of them away.</summary>
    public bool PositionsAfterPadding { get; init; }
}

/// <summary>The config of an encoder that is embeddings and a stack of like layers: BERT and its kin.</summary>
internal abstract class StackedConfig : EncoderConfig
{
    /// <summary>Reads and checks what the families have in common.</summary>
    [SetsRequiredMembers]
    private protected StackedConfig(JsonObject source, StackedKeys keys) : base(source)
    {
        var read = Reader = new ConfigReader(source);
        VocabularySize = read.Integer("vocab_size", 1, ConfigReader.MaxVocabulary);
        HiddenSize = read.Integer(keys.HiddenSize, 1, ConfigReader.MaxSize);
        LayerCount = read.Integer(keys.LayerCount, 1, ConfigReader.MaxLayers);
        HeadCount = read.Integer(keys.HeadCount, 1, ConfigReader.MaxSize);
        InnerSize = read.Integer(keys.InnerSize, 1, ConfigReader.MaxSize);
        PositionCount = read.Integer("max_position_embeddings", 1, ConfigReader.MaxPositions);
        TypeCount = keys.DefaultTypeCount is { } types ? read.Integer("type_vocab_size", 0, ConfigReader.MaxSize, types) : 0;
        PadTokenId = read.Integer("pad_token_id", 0, ConfigReader.MaxVocabulary, keys.DefaultPadTokenId);
        EmbeddingSize = keys.DefaultEmbeddingSize > 0 ? read.Integer("embedding_size", 1, ConfigReader.MaxSize, keys.DefaultEmbeddingSize) : HiddenSize;
        Activation = read.Activation(keys.Activation, keys.DefaultActivation);
        NormEpsilon = keys.NormEpsilon is { } epsilon ? read.Number(epsilon, 0, 1, keys.DefaultNormEpsilon) : keys.DefaultNormEpsilon;
        InitializerRange = read.Number("initializer_range", 0, 1, 0.02);
        HiddenDropout = read.Rate(keys.HiddenDropout, keys.DefaultDropout);
        AttentionDropout = read.Rate(keys.AttentionDropout, keys.DefaultAttentionDropout);
        MaxPositions = keys.PositionsAfterPadding ? PositionCount - PadTokenId - 1 : PositionCount;

        if (HiddenSize % HeadCount != 0)
            throw ConfigReader.Conflict($"'{keys.HiddenSize}' ({HiddenSize}) must be divisible by '{keys.HeadCount}' ({HeadCount}).");
        if (PadTokenId >= VocabularySize)
            throw ConfigReader.Conflict($"'pad_token_id' ({PadTokenId}) must lie below 'vocab_size' ({VocabularySize}).");
        if (MaxPositions < 1)
            throw ConfigReader.Conflict($"'max_position_embeddings' ({PositionCount}) must be above 'pad_token_id' ({PadTokenId}) by 2 at least: positions are counted from there.");
    }

    public int InnerSize { get; }
    public int EmbeddingSize { get; }
    public int TypeCount { get; }
    /// <summary>Rows of the position table.</summary>
    public int PositionCount { get; }
    public Activation Activation { get; }
    public double NormEpsilon { get; }
    public double HiddenDropout { get; }
    public double AttentionDropout { get; }

    /// <summary>Reads what a family has besides.</summary>
    private protected ConfigReader Reader { get; }

    /// <inheritdoc/>
    public override long ParameterCount => EmbeddingParameters + DistinctLayers * LayerParameters;

    /// <summary>Layers that have parameters of their own.</summary>
    private protected virtual int DistinctLayers => LayerCount;

    /// <summary>Whether a linear layer follows the embeddings.</summary>
    private protected virtual bool IsProjected => EmbeddingSize != HiddenSize;

    /// <summary>Parameters of tokens, positions, types and normalisation, and of what widens them to the hidden size.</summary>
    private protected virtual long EmbeddingParameters =>
        ((long)VocabularySize + PositionCount + TypeCount + 2) * EmbeddingSize + (IsProjected ? (EmbeddingSize + 1L) * HiddenSize : 0);

    /// <summary>Parameters of a layer.</summary>
    private protected virtual long LayerParameters
    {
        get
        {
            long hidden = HiddenSize, norm = 2 * hidden, attention = 4 * (hidden * hidden + hidden), feedForward = 2 * hidden * InnerSize + InnerSize + hidden;
            return attention + feedForward + 2 * norm;
        }
    }

    /// <summary>The embeddings that the config describes.</summary>
    public TokenEmbeddingsOptions Embeddings(PositionNumbers positions) => new()
    {
        Size = EmbeddingSize,
        TokenCount = VocabularySize,
        PaddingId = PadTokenId,
        Positions = positions,
        PositionCount = PositionCount,
        TypeCount = TypeCount,
        NormEpsilon = NormEpsilon,
        Dropout = HiddenDropout,
    };

    /// <summary>A layer with normalisation after both halves, over the given attention.</summary>
    public EncoderLayer Layer(AttentionLayer attention, double? feedForwardDropout = null, ConvolutionBranch? convolution = null) => new(
        attention,
        new FeedForward(HiddenSize, InnerSize, Activation),
        attentionNorm: new LayerNormalization(HiddenSize, NormEpsilon),
        feedForwardNorm: new LayerNormalization(HiddenSize, NormEpsilon),
        HiddenDropout,
        feedForwardDropout ?? HiddenDropout,
        convolution: convolution);

    /// <summary>What makes the embeddings as wide as the hidden states.</summary>
    public LinearLayer? Projection() => IsProjected ? new(EmbeddingSize, HiddenSize) : null;

    /// <summary>The attention of BERT.</summary>
    public SelfAttention Attention() => new(HiddenSize, HeadCount, AttentionDropout);
}

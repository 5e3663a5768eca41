using System.Text.Json.Nodes;
using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Layers;

namespace MLNetTransfer.Modeling.Families.Gpt2;

/// <summary>config.json of a GPT-2 checkpoint.</summary>
internal sealed class Gpt2Config : EncoderConfig
{
    private Gpt2Config(JsonObject source) : base(source)
    {
    }

    /// <inheritdoc/>
    public override string ModelType => "gpt2";

    public required int InnerSize { get; init; }
    public required Activation Activation { get; init; }
    public required double NormEpsilon { get; init; }
    public required double EmbeddingDropout { get; init; }
    public required double HiddenDropout { get; init; }
    public required double AttentionDropout { get; init; }
    public required double ClassifierDropout { get; init; }

    /// <summary>Whether scores are divided by the square root of a head's size.</summary>
    public required bool ScalesScores { get; init; }

    /// <summary>Whether a layer's scores are also divided by its number, counted from 1.</summary>
    public required bool ScalesScoresByLayer { get; init; }

    /// <summary>Whether the vocabulary is scored by the token embeddings.</summary>
    public required bool IsTied { get; init; }

    /// <inheritdoc/>
    public override long ParameterCount => GptSizes.Parameters(this, InnerSize) + 2L * HiddenSize;

    /// <inheritdoc/>
    internal override long ParameterCountWith(HeadKind head) => ParameterCount + (head == HeadKind.CausalLanguageModel && !IsTied ? (long)VocabularySize * HiddenSize : 0);

    /// <summary>Reads and checks; where a key is absent, the default is Hugging Face's.</summary>
    public static Gpt2Config Read(JsonObject source)
    {
        var read = new ConfigReader(source);
        read.Only("add_cross_attention", false);
        var hiddenSize = read.Integer("n_embd", 1, ConfigReader.MaxSize);
        var vocabularySize = read.Integer("vocab_size", 1, ConfigReader.MaxVocabulary);
        return new Gpt2Config(source)
        {
            VocabularySize = vocabularySize,
            HiddenSize = hiddenSize,
            LayerCount = read.Integer("n_layer", 1, ConfigReader.MaxLayers),
            HeadCount = GptSizes.HeadCount(read, hiddenSize),
            InnerSize = read.Integer("n_inner", 1, ConfigReader.MaxSize, 4 * hiddenSize),
            MaxPositions = read.Integer("n_positions", 1, ConfigReader.MaxPositions),
            PadTokenId = GptSizes.PadTokenId(read, vocabularySize),
            Activation = read.Activation("activation_function", "gelu_new"),
            NormEpsilon = read.Number("layer_norm_epsilon", 0, 1, 1e-5),
            InitializerRange = read.Number("initializer_range", 0, 1, 0.02),
            EmbeddingDropout = read.Rate("embd_pdrop", 0.1),
            HiddenDropout = read.Rate("resid_pdrop", 0.1),
            AttentionDropout = read.Rate("attn_pdrop", 0.1),
            IsTied = read.Flag("tie_word_embeddings", true),
            ClassifierDropout = read.Rate("classifier_dropout", read.Rate("hidden_dropout", 0.1)),
            ScalesScores = read.Flag("scale_attn_weights", true),
            ScalesScoresByLayer = read.Flag("scale_attn_by_inverse_layer_idx", false),
        };
    }
}

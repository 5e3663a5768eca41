using System.Text.Json.Nodes;
using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Layers;

namespace MLNetTransfer.Modeling.Families.OpenAiGpt;

/// <summary>config.json of a checkpoint of the first GPT.</summary>
internal sealed class OpenAiGptConfig : EncoderConfig
{
    private OpenAiGptConfig(JsonObject source) : base(source)
    {
    }

    /// <inheritdoc/>
    public override string ModelType => "openai-gpt";

    public required Activation Activation { get; init; }
    public required double NormEpsilon { get; init; }
    public required double EmbeddingDropout { get; init; }
    public required double HiddenDropout { get; init; }
    public required double AttentionDropout { get; init; }

    /// <summary>Always four times the width.</summary>
    public int InnerSize => 4 * HiddenSize;

    /// <summary>Whether the vocabulary is scored by the token embeddings.</summary>
    public required bool IsTied { get; init; }

    /// <inheritdoc/>
    public override long ParameterCount => GptSizes.Parameters(this, InnerSize);

    /// <inheritdoc/>
    internal override long ParameterCountWith(HeadKind head) => ParameterCount + (head == HeadKind.CausalLanguageModel && !IsTied ? (long)VocabularySize * HiddenSize : 0);

    /// <summary>Reads and checks; where a key is absent, the default is Hugging Face's.</summary>
    public static OpenAiGptConfig Read(JsonObject source)
    {
        var read = new ConfigReader(source);
        var hiddenSize = read.Integer("n_embd", 1, ConfigReader.MaxSize);
        var vocabularySize = read.Integer("vocab_size", 1, ConfigReader.MaxVocabulary);
        var activation = read.Activation("afn", "gelu");
        return new OpenAiGptConfig(source)
        {
            VocabularySize = vocabularySize,
            HiddenSize = hiddenSize,
            LayerCount = read.Integer("n_layer", 1, ConfigReader.MaxLayers),
            HeadCount = GptSizes.HeadCount(read, hiddenSize),
            MaxPositions = read.Integer("n_positions", 1, ConfigReader.MaxPositions),
            PadTokenId = GptSizes.PadTokenId(read, vocabularySize),
            // This family means the approximation by "gelu".
            Activation = activation == Activation.Gelu ? Activation.GeluTanh : activation,
            NormEpsilon = read.Number("layer_norm_epsilon", 0, 1, 1e-5),
            InitializerRange = read.Number("initializer_range", 0, 1, 0.02),
            EmbeddingDropout = read.Rate("embd_pdrop", 0.1),
            HiddenDropout = read.Rate("resid_pdrop", 0.1),
            AttentionDropout = read.Rate("attn_pdrop", 0.1),
            IsTied = read.Flag("tie_word_embeddings", true),
        };
    }
}

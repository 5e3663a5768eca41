using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using MLNetTransfer.Modeling.Heads;

namespace MLNetTransfer.Modeling.Families.ModernBert;

/// <summary>config.json of a ModernBERT checkpoint, in the form that is published or in that of transformers 5.</summary>
internal sealed class ModernBertConfig : StackedConfig
{
    private const string Full = "full_attention", Sliding = "sliding_attention";

    private static readonly StackedKeys _keys = new()
    {
        Activation = "hidden_activation",
        HiddenDropout = "embedding_dropout",
        AttentionDropout = "attention_dropout",
        NormEpsilon = "norm_eps",
        DefaultNormEpsilon = 1e-5,
        DefaultDropout = 0,
        DefaultAttentionDropout = 0,
        DefaultPadTokenId = 50283,
        DefaultTypeCount = null,
    };

    /// <summary>Reads and checks.</summary>
    [SetsRequiredMembers]
    public ModernBertConfig(JsonObject source) : base(source, _keys)
    {
        NormBias = Reader.Flag("norm_bias", false);
        AttentionBias = Reader.Flag("attention_bias", false);
        InnerBias = Reader.Flag("mlp_bias", false);
        InnerDropout = Reader.Rate("mlp_dropout", 0);
        VocabularyBias = Reader.Flag("decoder_bias", true);
        ClassifierDropout = Reader.Rate("classifier_dropout", 0);
        MeanPooling = Reader.Choice("classifier_pooling", "cls", "cls", "mean") == "mean";
        HeadDense = new(Reader.Activation("classifier_activation", "gelu"), new(NormEpsilon, NormBias), Bias: Reader.Flag("classifier_bias", false));
        Reach = Reader.Integer("local_attention", 0, ConfigReader.MaxPositions, 128) / 2;
        IsGlobal = ReadLayers();
        (GlobalTheta, LocalTheta) = (ReadTheta(Full, "global_rope_theta", 160_000), ReadTheta(Sliding, "local_rope_theta", 10_000));
        if (HiddenSize / HeadCount % 2 != 0) throw ConfigReader.Conflict($"a head's size, {HiddenSize / HeadCount}, must be even for rotary positions.");
    }

    /// <inheritdoc/>
    public override string ModelType => "modernbert";

    public bool NormBias { get; }
    public bool AttentionBias { get; }
    public bool InnerBias { get; }
    public double InnerDropout { get; }
    /// <summary>Whether the masked language model adds a bias to each token's score.</summary>
    public bool VocabularyBias { get; }
    public double ClassifierDropout { get; }
    /// <summary>Whether a text is classified by the mean of its tokens, not by the first.</summary>
    public bool MeanPooling { get; }
    public DenseDesign HeadDense { get; }
    /// <summary>How far a token sees to either side in layers that are not global.</summary>
    public int Reach { get; }
    public bool[] IsGlobal { get; }
    public double GlobalTheta { get; }
    public double LocalTheta { get; }

    /// <inheritdoc/>
    public override long ParameterCount
    {
        get
        {
            long hidden = HiddenSize, norm = NormBias ? 2 * hidden : hidden;
            var attention = 4 * hidden * hidden + (AttentionBias ? 4 * hidden : 0);
            var feedForward = 3 * hidden * InnerSize + (InnerBias ? 2L * InnerSize + hidden : 0);
            // A norm after the embeddings and one at the end; the first layer has one less.
            return VocabularySize * hidden + norm + LayerCount * (attention + feedForward + 2 * norm);
        }
    }

    private bool[] ReadLayers()
    {
        if (Reader.Choices("layer_types", Full, Sliding) is not { } types)
        {
            var period = Reader.Integer("global_attn_every_n_layers", 1, ConfigReader.MaxLayers, 3);
            return [.. Enumerable.Range(0, LayerCount).Select(i => i % period == 0)];
        }
        return types.Length == LayerCount ? [.. types.Select(t => t == Full)] : throw ConfigReader.Conflict($"'layer_types' has {types.Length} entries for {LayerCount} layers.");
    }

    private double ReadTheta(string kind, string oldKey, double fallback)
    {
        if (Reader.Inner("rope_parameters")?.Inner(kind) is not { } rope) return Reader.Number(oldKey, 1, 1e12, fallback);
        rope.Only("rope_type", "default");
        return rope.Number("rope_theta", 1, 1e12, fallback);
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using MLNetTransfer.Modeling.Layers;

namespace MLNetTransfer.Modeling.Families.DebertaV2;

/// <summary>config.json of a DeBERTa checkpoint of the second or third version.</summary>
internal sealed class DebertaV2Config : StackedConfig
{
    /// <summary>Reads and checks.</summary>
    [SetsRequiredMembers]
    public DebertaV2Config(JsonObject source) : base(source, new StackedKeys { DefaultNormEpsilon = 1e-7, DefaultTypeCount = 0 })
    {
        if (!Reader.Flag("relative_attention", false))
            throw ConfigReader.Conflict("'relative_attention' is false; expected true, the only value that this family supports.");
        Reader.Only("embedding_size", HiddenSize);
        Reader.Only("attention_head_size", HiddenSize / HeadCount);
        Reader.Only("pooler_hidden_size", HiddenSize);
        AbsolutePositions = Reader.Flag("position_biased_input", true);
        SharedProjections = Reader.Flag("share_att_key", false);
        OriginalHeadNames = !Reader.Flag("legacy", true);
        Terms = ReadTerms();
        NormalizedPositions = ReadNormalized();
        var distances = Reader.Integer("max_relative_positions", -1, ConfigReader.MaxPositions, -1);
        Span = new(Math.Max(Reader.Integer("position_buckets", -1, ConfigReader.MaxSize, -1), 0), distances < 1 ? PositionCount : distances);
        if (Span.BucketCount is 1 || (Span.BucketCount > 0 && Span.MaxDistance <= Span.BucketCount / 2 + 1))
            throw ConfigReader.Conflict($"'position_buckets' ({Span.BucketCount}) must be at least 2 and, halved, well below the largest distance, {Span.MaxDistance}.");
        KernelSize = Reader.Integer("conv_kernel_size", 0, ConfigReader.MaxSize, 0);
        KernelGroups = Reader.Integer("conv_groups", 1, HiddenSize, 1);
        KernelActivation = Reader.Activation("conv_act", "tanh");
        if (KernelSize > 0 && KernelSize % 2 == 0) throw ConfigReader.Conflict($"'conv_kernel_size' ({KernelSize}) must be odd.");
        if (HiddenSize % KernelGroups != 0) throw ConfigReader.Conflict($"'hidden_size' ({HiddenSize}) must be divisible by 'conv_groups' ({KernelGroups}).");
        PoolerActivation = Reader.Activation("pooler_hidden_act", "gelu");
        PoolerDropout = Reader.Rate("pooler_dropout", 0);
        ClassifierDropout = Reader.Rate("cls_dropout", HiddenDropout);
    }

    /// <inheritdoc/>
    public override string ModelType => "deberta-v2";

    /// <summary>Whether the embeddings have absolute positions besides.</summary>
    public bool AbsolutePositions { get; }
    /// <summary>Whether relative positions are projected as contents are.</summary>
    public bool SharedProjections { get; }
    /// <summary>Whether the masked language model's head is named as in the published third version.</summary>
    public bool OriginalHeadNames { get; }
    public PositionTerms Terms { get; }
    public bool NormalizedPositions { get; }
    public RelativeSpan Span { get; }
    /// <summary>Tokens that the convolution covers; 0 for no convolution.</summary>
    public int KernelSize { get; }
    public int KernelGroups { get; }
    public Activation KernelActivation { get; }
    public Activation PoolerActivation { get; }
    public double PoolerDropout { get; }
    public double ClassifierDropout { get; }

    /// <inheritdoc/>
    public override long ParameterCount
    {
        get
        {
            long hidden = HiddenSize, positions = (2L * Span.Length + (NormalizedPositions ? 2 : 0)) * hidden;
            var convolution = KernelSize == 0 ? 0 : hidden * hidden / KernelGroups * KernelSize + 3 * hidden;
            return base.ParameterCount + positions + convolution - (AbsolutePositions ? 0 : PositionCount * hidden);
        }
    }

    private protected override long LayerParameters
    {
        get
        {
            long own = SharedProjections ? 0 : (Terms.HasFlag(PositionTerms.ContentToPosition) ? 1 : 0) + (Terms.HasFlag(PositionTerms.PositionToContent) ? 1 : 0);
            return base.LayerParameters + own * (HiddenSize + 1L) * HiddenSize;
        }
    }

    /// <summary>A list, or in published files a text such as <c>p2c|c2p</c>.</summary>
    private PositionTerms ReadTerms() => Reader.Words("pos_att_type", "c2p", "p2c")
        .Aggregate(PositionTerms.None, (terms, word) => terms | (word == "c2p" ? PositionTerms.ContentToPosition : PositionTerms.PositionToContent));

    private bool ReadNormalized() => Reader.Words("norm_rel_ebd", "none", "layer_norm").Contains("layer_norm");
}

using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace MLNetTransfer.Modeling.Families.Albert;

/// <summary>config.json of an ALBERT checkpoint.</summary>
internal sealed class AlbertConfig : StackedConfig
{
    /// <summary>Reads and checks.</summary>
    [SetsRequiredMembers]
    public AlbertConfig(JsonObject source) : base(source, new StackedKeys { DefaultEmbeddingSize = 128, DefaultActivation = "gelu_new", DefaultDropout = 0, DefaultAttentionDropout = 0 })
    {
        Reader.Only("position_embedding_type", "absolute");
        Reader.Only("inner_group_num", 1);
        GroupCount = Reader.Integer("num_hidden_groups", 1, LayerCount, 1);
        ClassifierDropout = Reader.Rate("classifier_dropout_prob", 0.1);
    }

    /// <inheritdoc/>
    public override string ModelType => "albert";

    /// <summary>Layers that have parameters of their own; the others share theirs.</summary>
    public int GroupCount { get; }
    public double ClassifierDropout { get; }

    private protected override int DistinctLayers => GroupCount;

    private protected override bool IsProjected => true;
}

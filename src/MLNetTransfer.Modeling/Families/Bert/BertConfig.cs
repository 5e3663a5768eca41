using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace MLNetTransfer.Modeling.Families.Bert;

/// <summary>config.json of a BERT checkpoint.</summary>
internal sealed class BertConfig : StackedConfig
{
    /// <summary>Reads and checks.</summary>
    [SetsRequiredMembers]
    public BertConfig(JsonObject source) : base(source, new StackedKeys())
    {
        Reader.Only("position_embedding_type", "absolute");
        Reader.Only("is_decoder", false);
        Reader.Only("add_cross_attention", false);
        ClassifierDropout = Reader.Rate("classifier_dropout", HiddenDropout);
    }

    /// <inheritdoc/>
    public override string ModelType => "bert";

    public double ClassifierDropout { get; }
}

using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace MLNetTransfer.Modeling.Families.Roberta;

/// <summary>config.json of a RoBERTa, XLM-R or CamemBERT checkpoint.</summary>
internal sealed class RobertaConfig : StackedConfig
{
    /// <summary>Reads and checks.</summary>
    [SetsRequiredMembers]
    public RobertaConfig(JsonObject source) : base(source, new StackedKeys { DefaultPadTokenId = 1, PositionsAfterPadding = true })
    {
        Reader.Only("position_embedding_type", "absolute");
        Reader.Only("is_decoder", false);
        Reader.Only("add_cross_attention", false);
        ModelType = (string)source["model_type"]!;
        ClassifierDropout = Reader.Rate("classifier_dropout", HiddenDropout);
    }

    /// <inheritdoc/>
    public override string ModelType { get; }

    public double ClassifierDropout { get; }
}

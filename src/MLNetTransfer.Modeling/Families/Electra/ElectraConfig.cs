using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace MLNetTransfer.Modeling.Families.Electra;

/// <summary>config.json of an ELECTRA checkpoint, discriminator or generator.</summary>
internal sealed class ElectraConfig : StackedConfig
{
    /// <summary>Reads and checks.</summary>
    [SetsRequiredMembers]
    public ElectraConfig(JsonObject source) : base(source, new StackedKeys { DefaultEmbeddingSize = 128 })
    {
        Reader.Only("position_embedding_type", "absolute");
        Reader.Only("is_decoder", false);
        Reader.Only("add_cross_attention", false);
        ClassifierDropout = Reader.Rate("classifier_dropout", HiddenDropout);
    }

    /// <inheritdoc/>
    public override string ModelType => "electra";

    public double ClassifierDropout { get; }
}

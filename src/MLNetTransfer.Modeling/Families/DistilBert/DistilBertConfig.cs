using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace MLNetTransfer.Modeling.Families.DistilBert;

/// <summary>config.json of a DistilBERT checkpoint.</summary>
internal sealed class DistilBertConfig : StackedConfig
{
    private static readonly StackedKeys _keys = new()
    {
        HiddenSize = "dim",
        LayerCount = "n_layers",
        HeadCount = "n_heads",
        InnerSize = "hidden_dim",
        Activation = "activation",
        HiddenDropout = "dropout",
        AttentionDropout = "attention_dropout",
        NormEpsilon = null,
        DefaultTypeCount = null,
    };

    /// <summary>Reads and checks.</summary>
    [SetsRequiredMembers]
    public DistilBertConfig(JsonObject source) : base(source, _keys)
    {
        SinusoidalPositions = Reader.Flag("sinusoidal_pos_embds", false);
        ClassifierDropout = Reader.Rate("seq_classif_dropout", 0.2);
        SpanDropout = Reader.Rate("qa_dropout", 0.1);
    }

    /// <inheritdoc/>
    public override string ModelType => "distilbert";

    /// <summary>Whether positions are sines, which are not trained.</summary>
    public bool SinusoidalPositions { get; }
    public double ClassifierDropout { get; }
    public double SpanDropout { get; }
}

using System.Text.Json.Nodes;
using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Layers;

namespace MLNetTransfer.Modeling.Families.Electra;

/// <summary>ELECTRA: discriminators, and the generators that they were trained against.</summary>
internal sealed class ElectraFamily : IFamily
{
    /// <inheritdoc/>
    public IReadOnlyList<string> ModelTypes => ["electra"];

    /// <inheritdoc/>
    public IReadOnlyList<HeadKind> Heads => [.. TaskModels.OfEncoders, HeadKind.Pretraining];

    /// <inheritdoc/>
    public EncoderConfig ReadConfig(JsonObject source) => new ElectraConfig(source);

    /// <inheritdoc/>
    public ParameterNames NamesOf(EncoderConfig config) => ElectraParameterNames.Table;

    /// <inheritdoc/>
    public Encoder CreateEncoder(EncoderConfig config, bool pooler) => ElectraEncoder.Create((ElectraConfig)config);

    /// <inheritdoc/>
    public TaskModel CreateModel(EncoderConfig config, HeadOptions head)
    {
        var c = (ElectraConfig)config;
        return TaskModels.Create(this, c, head, new HeadDesign
        {
            Sentence = TokenPooling.FirstToken,
            SentenceDense = new(Activation.Gelu, InputDropout: c.ClassifierDropout),
            SentenceDropout = c.ClassifierDropout,
            TokenDropout = c.ClassifierDropout,
            Vocabulary = new(Activation.Gelu, new(c.NormEpsilon)),
            ReplacedDense = new(c.Activation),
        });
    }
}

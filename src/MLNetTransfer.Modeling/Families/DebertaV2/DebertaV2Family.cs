using System.Text.Json.Nodes;
using MLNetTransfer.Modeling.Heads;

namespace MLNetTransfer.Modeling.Families.DebertaV2;

/// <summary>DeBERTa of the second and the third version.</summary>
internal sealed class DebertaV2Family : IFamily
{
    /// <inheritdoc/>
    public IReadOnlyList<string> ModelTypes => ["deberta-v2"];

    /// <inheritdoc/>
    public IReadOnlyList<HeadKind> Heads => TaskModels.OfEncoders;

    /// <inheritdoc/>
    public EncoderConfig ReadConfig(JsonObject source) => new DebertaV2Config(source);

    /// <inheritdoc/>
    public ParameterNames NamesOf(EncoderConfig config) => DebertaV2ParameterNames.Of((DebertaV2Config)config);

    /// <inheritdoc/>
    public Encoder CreateEncoder(EncoderConfig config, bool pooler) => DebertaV2Encoder.Create((DebertaV2Config)config);

    /// <inheritdoc/>
    public TaskModel CreateModel(EncoderConfig config, HeadOptions head)
    {
        var c = (DebertaV2Config)config;
        return TaskModels.Create(this, c, head, new HeadDesign
        {
            Sentence = TokenPooling.FirstToken,
            SentenceDense = new(c.PoolerActivation, InputDropout: c.PoolerDropout),
            SentenceDropout = c.ClassifierDropout,
            TokenDropout = c.HiddenDropout,
            Vocabulary = new(c.Activation, new(c.NormEpsilon)),
        });
    }
}

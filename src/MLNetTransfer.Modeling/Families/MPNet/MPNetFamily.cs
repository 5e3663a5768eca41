using System.Text.Json.Nodes;
using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Layers;

namespace MLNetTransfer.Modeling.Families.MPNet;

/// <summary>MPNet, the encoder of many sentence embeddings.</summary>
internal sealed class MPNetFamily : IFamily
{
    /// <inheritdoc/>
    public IReadOnlyList<string> ModelTypes => ["mpnet"];

    /// <inheritdoc/>
    public IReadOnlyList<HeadKind> Heads => TaskModels.OfEncoders;

    /// <inheritdoc/>
    public EncoderConfig ReadConfig(JsonObject source) => new MPNetConfig(source);

    /// <inheritdoc/>
    public ParameterNames NamesOf(EncoderConfig config) => MPNetParameterNames.Table;

    /// <inheritdoc/>
    public Encoder CreateEncoder(EncoderConfig config, bool pooler) => MPNetEncoder.Create((MPNetConfig)config, pooler);

    /// <inheritdoc/>
    public TaskModel CreateModel(EncoderConfig config, HeadOptions head)
    {
        var c = (MPNetConfig)config;
        return TaskModels.Create(this, c, head, new HeadDesign
        {
            Sentence = TokenPooling.FirstToken,
            SentenceDense = new(Activation.Tanh, InputDropout: c.HiddenDropout),
            SentenceDropout = c.HiddenDropout,
            TokenDropout = c.HiddenDropout,
            Vocabulary = new(Activation.Gelu, new(c.NormEpsilon)),
        });
    }
}

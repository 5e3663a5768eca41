using System.Text.Json.Nodes;
using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Layers;

namespace MLNetTransfer.Modeling.Families.Elmo;

/// <summary>ELMo. Published models have no head; those here score the mean of the last layer's states, or each of them.</summary>
internal sealed class ElmoFamily : IFamily
{
    // What ELMo's authors put before their task models.
    private const double HeadDropout = 0.5;

    /// <inheritdoc/>
    public IReadOnlyList<string> ModelTypes => ["elmo"];

    /// <inheritdoc/>
    public IReadOnlyList<HeadKind> Heads => [HeadKind.SequenceClassification, HeadKind.TokenClassification];

    /// <inheritdoc/>
    public EncoderConfig ReadConfig(JsonObject source) => ElmoConfig.Read(source);

    /// <inheritdoc/>
    public ParameterNames NamesOf(EncoderConfig config) => ElmoParameterNames.Of((ElmoConfig)config);

    /// <inheritdoc/>
    public Encoder CreateEncoder(EncoderConfig config, bool pooler) => new ElmoEncoder((ElmoConfig)config);

    /// <inheritdoc/>
    public TaskModel CreateModel(EncoderConfig config, HeadOptions head) => TaskModels.Create(this, config, head, new HeadDesign
    {
        Sentence = TokenPooling.Mean,
        SentenceDropout = HeadDropout,
        TokenDropout = HeadDropout,
        Vocabulary = new(Activation.Relu),
    });
}

using System.Text.Json.Nodes;
using MLNetTransfer.Modeling.Heads;

namespace MLNetTransfer.Modeling.Families.Bert;

/// <summary>BERT, and the many models that keep its shape.</summary>
internal sealed class BertFamily : IFamily
{
    /// <inheritdoc/>
    public IReadOnlyList<string> ModelTypes => ["bert"];

    /// <inheritdoc/>
    public IReadOnlyList<HeadKind> Heads => [.. TaskModels.OfEncoders, HeadKind.Pretraining];

    /// <inheritdoc/>
    public EncoderConfig ReadConfig(JsonObject source) => new BertConfig(source);

    /// <inheritdoc/>
    public ParameterNames NamesOf(EncoderConfig config) => BertParameterNames.Table;

    /// <inheritdoc/>
    public Encoder CreateEncoder(EncoderConfig config, bool pooler) => BertEncoder.Create((BertConfig)config, pooler);

    /// <inheritdoc/>
    public TaskModel CreateModel(EncoderConfig config, HeadOptions head)
    {
        var c = (BertConfig)config;
        return TaskModels.Create(this, c, head, new HeadDesign
        {
            SentenceDropout = c.ClassifierDropout,
            TokenDropout = c.ClassifierDropout,
            Vocabulary = new(c.Activation, new(c.NormEpsilon)),
        });
    }
}

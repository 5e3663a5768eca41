using System.Text.Json.Nodes;
using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Layers;

namespace MLNetTransfer.Modeling.Families.DistilBert;

/// <summary>DistilBERT: half of BERT's layers, without token types and pooler.</summary>
internal sealed class DistilBertFamily : IFamily
{
    /// <inheritdoc/>
    public IReadOnlyList<string> ModelTypes => ["distilbert"];

    /// <inheritdoc/>
    public IReadOnlyList<HeadKind> Heads => TaskModels.OfEncoders;

    /// <inheritdoc/>
    public EncoderConfig ReadConfig(JsonObject source) => new DistilBertConfig(source);

    /// <inheritdoc/>
    public ParameterNames NamesOf(EncoderConfig config) => DistilBertParameterNames.Table;

    /// <inheritdoc/>
    public Encoder CreateEncoder(EncoderConfig config, bool pooler) => DistilBertEncoder.Create((DistilBertConfig)config);

    /// <inheritdoc/>
    public TaskModel CreateModel(EncoderConfig config, HeadOptions head)
    {
        var c = (DistilBertConfig)config;
        return TaskModels.Create(this, c, head, new HeadDesign
        {
            Sentence = TokenPooling.FirstToken,
            SentenceDense = new(Activation.Relu),
            SentenceDropout = c.ClassifierDropout,
            TokenDropout = c.HiddenDropout,
            SpanDropout = c.SpanDropout,
            Vocabulary = new(c.Activation, new(c.NormEpsilon)),
        });
    }
}

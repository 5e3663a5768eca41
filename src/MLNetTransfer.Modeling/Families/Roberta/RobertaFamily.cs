using System.Text.Json.Nodes;
using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Layers;

namespace MLNetTransfer.Modeling.Families.Roberta;

/// <summary>RoBERTa, and XLM-R and CamemBERT, which are the same network over other vocabularies.</summary>
internal sealed class RobertaFamily : IFamily
{
    /// <inheritdoc/>
    public IReadOnlyList<string> ModelTypes => ["roberta", "xlm-roberta", "camembert"];

    /// <inheritdoc/>
    public IReadOnlyList<HeadKind> Heads => TaskModels.OfEncoders;

    /// <inheritdoc/>
    public EncoderConfig ReadConfig(JsonObject source) => new RobertaConfig(source);

    /// <inheritdoc/>
    public ParameterNames NamesOf(EncoderConfig config) => RobertaParameterNames.Table;

    /// <inheritdoc/>
    public Encoder CreateEncoder(EncoderConfig config, bool pooler) => RobertaEncoder.Create((RobertaConfig)config, pooler);

    /// <inheritdoc/>
    public TaskModel CreateModel(EncoderConfig config, HeadOptions head)
    {
        var c = (RobertaConfig)config;
        return TaskModels.Create(this, c, head, new HeadDesign
        {
            Sentence = TokenPooling.FirstToken,
            SentenceDense = new(Activation.Tanh, InputDropout: c.ClassifierDropout),
            SentenceDropout = c.ClassifierDropout,
            TokenDropout = c.ClassifierDropout,
            Vocabulary = new(Activation.Gelu, new(c.NormEpsilon)),
        });
    }
}

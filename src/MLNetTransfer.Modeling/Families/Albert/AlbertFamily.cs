using System.Text.Json.Nodes;
using MLNetTransfer.Modeling.Heads;

namespace MLNetTransfer.Modeling.Families.Albert;

/// <summary>ALBERT: one layer's parameters for all layers.</summary>
internal sealed class AlbertFamily : IFamily
{
    /// <inheritdoc/>
    public IReadOnlyList<string> ModelTypes => ["albert"];

    /// <inheritdoc/>
    public IReadOnlyList<HeadKind> Heads => [.. TaskModels.OfEncoders, HeadKind.Pretraining];

    /// <inheritdoc/>
    public EncoderConfig ReadConfig(JsonObject source) => new AlbertConfig(source);

    /// <inheritdoc/>
    public ParameterNames NamesOf(EncoderConfig config) => AlbertParameterNames.Table;

    /// <inheritdoc/>
    public Encoder CreateEncoder(EncoderConfig config, bool pooler) => AlbertEncoder.Create((AlbertConfig)config, pooler);

    /// <inheritdoc/>
    public TaskModel CreateModel(EncoderConfig config, HeadOptions head)
    {
        var c = (AlbertConfig)config;
        return TaskModels.Create(this, c, head, new HeadDesign
        {
            SentenceDropout = c.ClassifierDropout,
            TokenDropout = c.ClassifierDropout,
            PairDropout = c.ClassifierDropout,
            Vocabulary = new(c.Activation, new(c.NormEpsilon)),
        });
    }
}

using System.Text.Json.Nodes;
using MLNetTransfer.Modeling.Heads;

namespace MLNetTransfer.Modeling.Families.Bert;

/// <summary>BERT, and the many models that keep its shape.</summary>
internal sealed class BertFamily : IFamily
{
    /// <inheritdoc/>
    public IReadOnlyList<string> ModelTypes => ["bert"];

    /// <inheritdoc/>
    public ParameterNames Names => BertParameterNames.Table;

    /// <inheritdoc/>
    public EncoderConfig ReadConfig(JsonObject source) => BertConfig.Read(source);

    /// <inheritdoc/>
    public Encoder CreateEncoder(EncoderConfig config, bool pooler) => BertEncoder.Create((BertConfig)config, pooler);

    /// <inheritdoc/>
    public TaskModel CreateModel(EncoderConfig config, HeadOptions head)
    {
        var c = (BertConfig)config;
        return TaskModels.Create(c, pooler => BertEncoder.Create(c, pooler), head, new HeadDesign(c.ClassifierDropout, c.Activation, c.NormEpsilon));
    }
}

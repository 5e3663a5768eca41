using System.Text.Json.Nodes;
using MLNetTransfer.Modeling.Heads;

namespace MLNetTransfer.Modeling.Families.ModernBert;

/// <summary>ModernBERT.</summary>
internal sealed class ModernBertFamily : IFamily
{
    /// <inheritdoc/>
    public IReadOnlyList<string> ModelTypes => ["modernbert"];

    /// <inheritdoc/>
    public IReadOnlyList<HeadKind> Heads => TaskModels.OfEncoders;

    /// <inheritdoc/>
    public EncoderConfig ReadConfig(JsonObject source) => new ModernBertConfig(source);

    /// <inheritdoc/>
    public ParameterNames NamesOf(EncoderConfig config) => ModernBertParameterNames.Table;

    /// <inheritdoc/>
    public Encoder CreateEncoder(EncoderConfig config, bool pooler) => ModernBertEncoder.Create((ModernBertConfig)config);

    /// <inheritdoc/>
    public TaskModel CreateModel(EncoderConfig config, HeadOptions head)
    {
        var c = (ModernBertConfig)config;
        return TaskModels.Create(this, c, head, new HeadDesign
        {
            Sentence = c.MeanPooling ? TokenPooling.Mean : TokenPooling.FirstToken,
            SentenceDense = c.HeadDense,
            SentenceDropout = c.ClassifierDropout,
            TokenDense = c.HeadDense,
            TokenDropout = c.ClassifierDropout,
            SpanDropout = c.ClassifierDropout,
            Vocabulary = c.HeadDense,
            VocabularyBias = c.VocabularyBias,
        });
    }
}

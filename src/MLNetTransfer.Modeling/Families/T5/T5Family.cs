using System.Text.Json.Nodes;
using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Layers;

namespace MLNetTransfer.Modeling.Families.T5;

/// <summary>T5, T5 1.1 (FLAN) and mT5. The encoder stands alone; the decoder comes with the heads that write and that score texts.</summary>
internal sealed class T5Family : IFamily
{
    /// <inheritdoc/>
    public IReadOnlyList<string> ModelTypes => ["t5", "mt5"];

    /// <inheritdoc/>
    public IReadOnlyList<HeadKind> Heads => [HeadKind.SequenceClassification, HeadKind.TokenClassification, HeadKind.ConditionalGeneration];

    /// <inheritdoc/>
    public EncoderConfig ReadConfig(JsonObject source) => T5Config.Read(source);

    /// <inheritdoc/>
    public ParameterNames NamesOf(EncoderConfig config) => T5ParameterNames.Of((T5Config)config);

    /// <inheritdoc/>
    public ParameterNames NamesOf(EncoderConfig config, HeadKind head) =>
        head == HeadKind.ConditionalGeneration ? T5ParameterNames.Of((T5Config)config) : T5ParameterNames.OfClassifier((T5Config)config);

    /// <inheritdoc/>
    public Encoder CreateEncoder(EncoderConfig config, bool pooler) => new T5Encoder((T5Config)config);

    /// <inheritdoc/>
    public TaskModel CreateModel(EncoderConfig config, HeadOptions head)
    {
        TaskModels.Check(this, config, head);
        var c = (T5Config)config;
        if (head.Kind == HeadKind.SequenceClassification && head.HasOwnShape) return TaskModels.WithOwnHead(this, c, head, TokenPooling.Mean, c.ClassifierDropout);
        var encoder = new T5Encoder(c);
        if (head.Kind == HeadKind.TokenClassification) return new TokenClassificationModel(encoder, head.OutputCount, new HeadDesign { SentenceDropout = c.ClassifierDropout, TokenDropout = c.ClassifierDropout });
        var decoder = new SourceDecoder(encoder.Tokens, T5Stack.Decoder(c), c.DecoderLayerCount);
        if (head.Kind == HeadKind.SequenceClassification)
            return new SequenceClassificationModel(encoder, head, new DecoderHead(decoder, c.HiddenSize, head.OutputCount, head.Dropout ?? c.ClassifierDropout, c.StartTokenId, c.EndTokenId));
        return new ConditionalGenerationModel(encoder, decoder, new(c.IsTied, c.ScalesOutput ? 1 / Math.Sqrt(c.HiddenSize) : 1, c.StartTokenId));
    }
}

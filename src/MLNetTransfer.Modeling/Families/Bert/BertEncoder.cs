using MLNetTransfer.Modeling.Layers;

namespace MLNetTransfer.Modeling.Families.Bert;

/// <summary>BERT's wiring: learned absolute positions, normalisation after each half of a layer, a tanh pooler.</summary>
internal static class BertEncoder
{
    public static Encoder Create(BertConfig c, bool pooler) => new StackedEncoder(
        c,
        new TokenEmbeddings(c.HiddenSize, c.VocabularySize, c.MaxPositions, c.TypeCount, c.PadTokenId, c.NormEpsilon, c.HiddenDropout),
        new EncoderStack(c.LayerCount, _ => new EncoderLayer(
            new SelfAttention(c.HiddenSize, c.HeadCount, c.AttentionDropout),
            new FeedForward(c.HiddenSize, c.InnerSize, c.Activation),
            attentionNorm: new LayerNormalization(c.HiddenSize, c.NormEpsilon),
            feedForwardNorm: new LayerNormalization(c.HiddenSize, c.NormEpsilon),
            c.HiddenDropout)),
        pooler ? new Pooler(c.HiddenSize, Activation.Tanh) : null);
}

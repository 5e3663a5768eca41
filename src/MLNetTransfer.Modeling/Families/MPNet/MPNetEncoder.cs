using MLNetTransfer.Modeling.Layers;

namespace MLNetTransfer.Modeling.Families.MPNet;

/// <summary>MPNet's wiring: RoBERTa's, with scores that also depend on the distance of two tokens.</summary>
internal static class MPNetEncoder
{
    private const int MaxDistance = 128;

    public static Encoder Create(MPNetConfig c, bool pooler) => new StackedEncoder(
        c,
        new TokenEmbeddings(c.Embeddings(PositionNumbers.AfterPaddingId)),
        new EncoderStack(c.LayerCount, _ => c.Layer(c.Attention())),
        new()
        {
            Attention = new BiasedAttention(new RelativePositionBias(c.BiasRows, c.HeadCount, new RelativeBuckets(MPNetConfig.BucketCount, MaxDistance))),
            Pooler = pooler ? new Pooler(c.HiddenSize, Activation.Tanh) : null,
        });
}

using MLNetTransfer.Modeling.Layers;

namespace MLNetTransfer.Modeling.Families.ModernBert;

/// <summary>ModernBERT's wiring: normalisation before each half of a layer and at the end, rotary positions, local and global layers, gated feed-forward networks.</summary>
internal static class ModernBertEncoder
{
    public static Encoder Create(ModernBertConfig c) => new StackedEncoder(
        c,
        new TokenEmbeddings(c.Embeddings(PositionNumbers.None) with { NormBias = c.NormBias }),
        new EncoderStack(c.LayerCount, number => new EncoderLayer(
            new FusedAttention(c.HiddenSize, c.HeadCount, c.AttentionDropout, c.AttentionBias),
            new FeedForward(c.HiddenSize, c.InnerSize, c.Activation, Gating.Joined, c.InnerBias, c.InnerDropout),
            // The embeddings come to the first layer normalised.
            attentionNorm: number == 0 ? null : Norm(c),
            feedForwardNorm: Norm(c),
            c.AttentionDropout,
            feedForwardDropout: 0,
            normFirst: true)),
        new()
        {
            Attention = new LocalGlobalAttention(c.IsGlobal, c.HiddenSize / c.HeadCount, c.Reach, c.GlobalTheta, c.LocalTheta),
            Norm = Norm(c),
        });

    private static LayerNormalization Norm(ModernBertConfig c) => new(c.HiddenSize, c.NormEpsilon, c.NormBias);
}

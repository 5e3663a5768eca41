using MLNetTransfer.Modeling.Layers;

namespace MLNetTransfer.Modeling.Families.Albert;

/// <summary>ALBERT's wiring: BERT's over narrower embeddings, with few layers run many times.</summary>
internal static class AlbertEncoder
{
    public static Encoder Create(AlbertConfig c, bool pooler) => new StackedEncoder(
        c,
        new TokenEmbeddings(c.Embeddings(PositionNumbers.FromZero)),
        // The reference drops nothing of what its feed-forward network gives.
        new EncoderStack(c.LayerCount, _ => c.Layer(c.Attention(), feedForwardDropout: 0), distinctCount: c.GroupCount),
        new() { Projection = c.Projection(), Pooler = pooler ? new Pooler(c.HiddenSize, Activation.Tanh) : null });
}

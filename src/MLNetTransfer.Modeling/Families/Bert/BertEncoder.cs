using MLNetTransfer.Modeling.Layers;

namespace MLNetTransfer.Modeling.Families.Bert;

/// <summary>BERT's wiring: learned absolute positions, normalisation after each half of a layer, a tanh pooler.</summary>
internal static class BertEncoder
{
    public static Encoder Create(BertConfig c, bool pooler) => new StackedEncoder(
        c,
        new TokenEmbeddings(c.Embeddings(PositionNumbers.FromZero)),
        new EncoderStack(c.LayerCount, _ => c.Layer(c.Attention())),
        new() { Pooler = pooler ? new Pooler(c.HiddenSize, Activation.Tanh) : null });
}

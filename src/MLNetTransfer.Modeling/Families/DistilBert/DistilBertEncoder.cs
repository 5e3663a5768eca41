using MLNetTransfer.Modeling.Layers;

namespace MLNetTransfer.Modeling.Families.DistilBert;

/// <summary>DistilBERT's wiring: BERT's without token types and pooler.</summary>
internal static class DistilBertEncoder
{
    public static Encoder Create(DistilBertConfig c) => new StackedEncoder(
        c,
        new TokenEmbeddings(c.Embeddings(c.SinusoidalPositions ? PositionNumbers.Sinusoidal : PositionNumbers.FromZero)),
        new EncoderStack(c.LayerCount, _ => c.Layer(c.Attention())),
        new());
}

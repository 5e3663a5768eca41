using MLNetTransfer.Modeling.Layers;

namespace MLNetTransfer.Modeling.Families.Electra;

/// <summary>ELECTRA's wiring: BERT's without pooler, over embeddings that may be narrower.</summary>
internal static class ElectraEncoder
{
    public static Encoder Create(ElectraConfig c) => new StackedEncoder(
        c,
        new TokenEmbeddings(c.Embeddings(PositionNumbers.FromZero)),
        new EncoderStack(c.LayerCount, _ => c.Layer(c.Attention())),
        new() { Projection = c.Projection() });
}

using MLNetTransfer.Modeling.Layers;

namespace MLNetTransfer.Modeling.Families.Roberta;

/// <summary>RoBERTa's wiring: BERT's, with positions counted on from the padding id.</summary>
internal static class RobertaEncoder
{
    public static Encoder Create(RobertaConfig c, bool pooler) => new StackedEncoder(
        c,
        new TokenEmbeddings(c.Embeddings(PositionNumbers.AfterPaddingId)),
        new EncoderStack(c.LayerCount, _ => c.Layer(c.Attention())),
        new() { Pooler = pooler ? new Pooler(c.HiddenSize, Activation.Tanh) : null });
}

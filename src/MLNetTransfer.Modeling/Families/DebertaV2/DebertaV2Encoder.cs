using MLNetTransfer.Modeling.Layers;

namespace MLNetTransfer.Modeling.Families.DebertaV2;

/// <summary>DeBERTa's wiring: attention over contents and relative positions, in some checkpoints a convolution beside the first layer.</summary>
internal static class DebertaV2Encoder
{
    public static Encoder Create(DebertaV2Config c) => new StackedEncoder(
        c,
        new TokenEmbeddings(c.Embeddings(c.AbsolutePositions ? PositionNumbers.FromZero : PositionNumbers.None) with { BlanksPadding = true }),
        new EncoderStack(c.LayerCount, number => c.Layer(Attention(c), convolution: number == 0 ? Convolution(c) : null)),
        new() { Attention = new DisentangledPositions(c.HiddenSize, c.Span, c.NormalizedPositions ? c.NormEpsilon : null) });

    private static DisentangledAttention Attention(DebertaV2Config c) =>
        new(c.HiddenSize, c.HeadCount, c.Terms, c.SharedProjections, c.AttentionDropout, positionDropout: c.HiddenDropout);

    private static ConvolutionBranch? Convolution(DebertaV2Config c) =>
        c.KernelSize == 0 ? null : new(c.HiddenSize, c.KernelSize, c.KernelGroups, c.KernelActivation, c.NormEpsilon, c.HiddenDropout);
}

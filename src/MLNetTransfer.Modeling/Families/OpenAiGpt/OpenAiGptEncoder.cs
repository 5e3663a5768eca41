using MLNetTransfer.Modeling.Layers;

namespace MLNetTransfer.Modeling.Families.OpenAiGpt;

/// <summary>The first GPT's wiring: learned absolute positions, normalisation after each half of a layer.</summary>
internal static class OpenAiGptEncoder
{
    public static Encoder Create(OpenAiGptConfig c)
    {
        return new StackedDecoder(c, new EncoderStack(c.LayerCount, _ => Layer()), norm: null, c.EmbeddingDropout);

        EncoderLayer Layer() => new(
            new FusedAttention(c.HiddenSize, c.HeadCount, c.AttentionDropout, inputFirst: true),
            new FeedForward(c.HiddenSize, c.InnerSize, c.Activation, inputFirst: true),
            Norm(), Norm(), c.HiddenDropout, c.HiddenDropout);

        LayerNormalization Norm() => new(c.HiddenSize, c.NormEpsilon);
    }
}

using MLNetTransfer.Modeling.Layers;

namespace MLNetTransfer.Modeling.Families.Gpt2;

/// <summary>GPT-2's wiring: learned absolute positions, normalisation before each half of a layer and after the last.</summary>
internal static class Gpt2Encoder
{
    public static Encoder Create(Gpt2Config c)
    {
        // What is added to the residual stream starts smaller the more layers add to it.
        var outputScale = 1 / Math.Sqrt(2.0 * c.LayerCount);
        return new StackedDecoder(c, new EncoderStack(c.LayerCount, Layer), Norm(), c.EmbeddingDropout);

        EncoderLayer Layer(int number) => new(
            new FusedAttention(c.HiddenSize, c.HeadCount, c.AttentionDropout, inputFirst: true, scoreScale: ScoreScale(number), outputScale: outputScale),
            new FeedForward(c.HiddenSize, c.InnerSize, c.Activation, inputFirst: true, outerScale: outputScale),
            Norm(), Norm(), c.HiddenDropout, c.HiddenDropout, normFirst: true);

        LayerNormalization Norm() => new(c.HiddenSize, c.NormEpsilon);

        // Beside the division by the square root of a head's size, which attention always does.
        double ScoreScale(int number) =>
            (c.ScalesScores ? 1 : Math.Sqrt(c.HiddenSize / c.HeadCount)) / (c.ScalesScoresByLayer ? number + 1 : 1);
    }
}

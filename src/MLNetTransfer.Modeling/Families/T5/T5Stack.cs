using MLNetTransfer.Modeling.Layers;

namespace MLNetTransfer.Modeling.Families.T5;

/// <summary>T5's wiring: no biases but those by distance, scores that are not divided, normalisation by the root mean square before each part of a layer and after the last.</summary>
internal static class T5Stack
{
    public static RelativeStack Encoder(T5Config c) => Create(c, c.LayerCount, isDecoder: false);

    public static RelativeStack Decoder(T5Config c) => Create(c, c.DecoderLayerCount, isDecoder: true);

    private static RelativeStack Create(T5Config c, int layerCount, bool isDecoder)
    {
        double byHidden = 1 / Math.Sqrt(c.HiddenSize), byInner = 1 / Math.Sqrt(c.InnerSize);
        var buckets = new RelativeBuckets(c.BucketCount, c.MaxDistance, Bidirectional: !isDecoder);
        return new(new RelativePositionBias(c.BucketCount, c.HeadCount, buckets, initialScale: byHidden), new EncoderStack(layerCount, _ => Layer()), Norm(), c.Dropout);

        EncoderLayer Layer() => new(
            Attention(readsSource: false),
            new FeedForward(c.HiddenSize, c.InnerSize, c.Activation, c.IsGated ? Gating.Separate : Gating.None, bias: false, c.Dropout, innerScale: byHidden, outerScale: byInner),
            Norm(), Norm(), c.Dropout, c.Dropout, normFirst: true,
            cross: isDecoder ? Attention(readsSource: true) : null, crossNorm: isDecoder ? Norm() : null);

        SelfAttention Attention(bool readsSource) => new(c.HiddenSize, c.HeadCount, c.Dropout, new()
        {
            InnerSize = (long)c.HeadCount * c.HeadSize,
            Bias = false,
            ScalesScores = false,
            ReadsSource = readsSource,
            QueryScale = 1 / Math.Sqrt((double)c.HiddenSize * c.HeadSize),
            KeyScale = byHidden,
            ValueScale = byHidden,
            OutputScale = 1 / Math.Sqrt((double)c.HeadCount * c.HeadSize),
        });

        RmsNormalization Norm() => new(c.HiddenSize, c.NormEpsilon);
    }
}

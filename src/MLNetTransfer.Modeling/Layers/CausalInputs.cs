using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Layers;

/// <summary>Makes the inputs of attention in which no token sees those behind it.</summary>
internal static class CausalInputs
{
    /// <summary>The inputs for the last <paramref name="count"/> tokens of a sequence. Padding sees itself, so that nothing looks at nothing.</summary>
    /// <param name="length">Tokens in all.</param>
    /// <param name="count">How many of them look.</param>
    /// <param name="real">Which are no padding, bool <c>[rows, length]</c>; null where all are, or padding comes last, where no real token looks.</param>
    /// <param name="device">Where the mask goes.</param>
    public static AttentionInputs Of(long length, long count, Tensor? real, Device device)
    {
        if (count == 1) return new(AttentionSetup.OverKeys(real));
        if (real is null && count == length) return new(Mask: null) { Causal = true };
        using var scope = torch.NewDisposeScope();
        var keys = torch.arange(length, dtype: ScalarType.Int64, device: device);
        var queries = keys.narrow(0, length - count, count).unsqueeze(1);
        var seen = keys.le(queries);
        if (real is not null) seen = seen.logical_and(real.unsqueeze(1).logical_or(keys.eq(queries))).unsqueeze(1);
        return new(seen.MoveToOuterDisposeScope());
    }
}

using MLNetTransfer.Modeling.Layers;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Heads;

/// <summary>Pools the states of tokens, as sentence-transformers' Pooling module does.</summary>
internal static class StatePooler
{
    /// <param name="states"><c>[batch, sequence, size]</c></param>
    /// <param name="mask">Which tokens are real, bool <c>[batch, sequence]</c>; null where all are.</param>
    /// <param name="pooling">Any but <see cref="TokenPooling.Pooler"/>, which is no function of the states.</param>
    /// <param name="promptLength">Tokens from the front that do not count, though they have their positions.</param>
    /// <returns><c>[batch, size]</c></returns>
    public static Tensor Pool(Tensor states, Tensor? mask, TokenPooling pooling, int promptLength = 0)
    {
        using var scope = NewDisposeScope();
        var length = states.shape[1];
        var counted = Counted(mask, promptLength, length, states.device);
        return (pooling switch
        {
            TokenPooling.FirstToken => counted is null ? states.select(1, 0) : AtIndex(states, counted.to(ScalarType.Int64).argmax(1)),
            TokenPooling.LastToken => TokenSelection.Last(states, mask),
            TokenPooling.Max => counted is null ? states.amax([1L]) : states.masked_fill(counted.logical_not().unsqueeze(2), -1e9).amax([1L]),
            TokenPooling.Mean => Average(states, Weights(counted, states)),
            TokenPooling.MeanSqrtLength => Sum(states, Weights(counted, states), out var count) / count.sqrt(),
            TokenPooling.WeightedMean => Average(states, PositionWeights(mask, counted, states)),
            _ => throw new ArgumentOutOfRangeException(nameof(pooling), pooling, "Not a pooling of states."),
        }).MoveToOuterDisposeScope();
    }

    private static Tensor? Counted(Tensor? mask, int promptLength, long length, Device device)
    {
        if (promptLength == 0) return mask;
        var behind = arange(length, dtype: ScalarType.Int64, device: device).ge(promptLength).unsqueeze(0);
        return mask is null ? behind : mask.logical_and(behind);
    }

    private static Tensor AtIndex(Tensor states, Tensor index)
    {
        var (batch, size) = (states.shape[0], states.shape[2]);
        return states.gather(1, index.view(batch, 1, 1).expand(batch, 1, size)).squeeze(1);
    }

    private static Tensor Weights(Tensor? counted, Tensor states) =>
        counted?.to(states.dtype) ?? ones(1, states.shape[1], dtype: states.dtype, device: states.device);

    private static Tensor PositionWeights(Tensor? mask, Tensor? counted, Tensor states)
    {
        var positions = Weights(mask, states).cumsum(1);
        return counted is null ? positions : positions * counted.to(states.dtype);
    }

    private static Tensor Average(Tensor states, Tensor weights) => Sum(states, weights, out var sum) / sum;

    private static Tensor Sum(Tensor states, Tensor weights, out Tensor sumOfWeights)
    {
        // No text is without tokens; a floor keeps one from making NaN of its batch all the same.
        sumOfWeights = weights.sum(dim: 1, keepdim: true).clamp_min(1e-9);
        return (states * weights.unsqueeze(2)).sum(dim: 1);
    }
}

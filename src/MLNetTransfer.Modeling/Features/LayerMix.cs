using MLNetTransfer.Modeling.Layers;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Features;

/// <summary>Puts the states of several layers together, token by token.</summary>
internal static class LayerMix
{
    /// <param name="states">Each <c>[..., hidden]</c>, of one shape.</param>
    /// <param name="combination">How.</param>
    /// <param name="weights">Of a scalar mix, before their softmax, <c>[layers]</c>; null where all weigh the same.</param>
    /// <param name="scale">What a scalar mix is multiplied by, a number or <c>[1]</c>; null for 1.</param>
    /// <returns><c>[..., hidden]</c>, or <c>[..., layers * hidden]</c> where they are concatenated.</returns>
    public static Tensor Combine(IReadOnlyList<Tensor> states, LayerCombination combination, Tensor? weights = null, Tensor? scale = null)
    {
        if (states.Count == 1 && combination != LayerCombination.ScalarMix) return states[0].alias();
        using var scope = NewDisposeScope();
        return (combination switch
        {
            LayerCombination.Concatenate => cat(states.ToArray(), -1),
            LayerCombination.Max => stack(states, 0).amax([0L]),
            LayerCombination.Sum => stack(states, 0).sum(dim: 0),
            LayerCombination.Mean => stack(states, 0).sum(dim: 0) / states.Count,
            _ => Weighted(states, weights, scale),
        }).MoveToOuterDisposeScope();
    }

    private static Tensor Weighted(IReadOnlyList<Tensor> states, Tensor? weights, Tensor? scale)
    {
        var shares = weights?.softmax(0) ?? full(new long[] { states.Count }, 1.0 / states.Count, dtype: states[0].dtype, device: states[0].device);
        var sum = ScalarMix.Sum(states, shares);
        return scale is null ? sum : sum * scale;
    }
}

using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Layers;

/// <summary>One vector of a row's states: that of its last token, the largest of each value, and their mean, beside one another.</summary>
internal static class ConcatPooling
{
    /// <summary>How many times as wide as a state the vector is.</summary>
    public const int Parts = 3;

    /// <param name="states"><c>[batch, sequence, hidden]</c> float32.</param>
    /// <param name="mask">Bool, true at real tokens, of which every row has one, <c>[batch, sequence]</c>; padding is at the end. Null where all are real.</param>
    /// <returns><c>[batch, 3 * hidden]</c></returns>
    public static Tensor Compute(Tensor states, Tensor? mask)
    {
        using var scope = torch.NewDisposeScope();
        if (mask is null) return Join(states.select(1, states.shape[1] - 1), states, states.mean(new long[] { 1 }));
        var counts = mask.sum(dim: 1).unsqueeze(1);
        var padding = mask.logical_not().unsqueeze(2);
        var last = states.gather(1, (counts - 1).unsqueeze(2).expand(-1, -1, states.shape[2])).squeeze(1);
        var mean = states.masked_fill(padding, 0.ToScalar()).sum(dim: 1) / counts;
        return Join(last, states.masked_fill(padding, float.NegativeInfinity.ToScalar()), mean);

        static Tensor Join(Tensor last, Tensor states, Tensor mean)
        {
            var (largest, _) = states.max(1);
            return cat(new[] { last, largest, mean }, 1).MoveToOuterDisposeScope();
        }
    }
}

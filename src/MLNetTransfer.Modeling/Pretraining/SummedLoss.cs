using MLNetTransfer.Modeling.Training;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Pretraining;

/// <summary>Turns the mean losses of heads into sums, of which the loop makes means over all batches of a step.</summary>
internal static class SummedLoss
{
    /// <param name="mean">A mean loss; a scalar, of no use afterwards.</param>
    /// <param name="count">How many it is a mean of.</param>
    public static TaskLoss Of(Tensor mean, int count)
    {
        using (mean) return new TaskLoss(mean * count, count);
    }
}

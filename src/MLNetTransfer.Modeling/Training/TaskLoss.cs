using TorchSharp;

namespace MLNetTransfer.Modeling.Training;

/// <summary>The loss of a batch before it is averaged, so that batches that are accumulated can be averaged over all their rows.</summary>
/// <param name="Sum">The sum of the rows' losses, each times its weight: a float32 scalar that gradients flow through.</param>
/// <param name="Weight">The sum of the weights: the number of rows where they weigh the same.</param>
public readonly record struct TaskLoss(torch.Tensor Sum, double Weight);

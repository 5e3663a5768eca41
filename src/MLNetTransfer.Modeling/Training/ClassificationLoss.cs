using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MLNetTransfer.Modeling.Training;

/// <summary>Cross entropy with label smoothing and class weights, summed over rows, with the sum of the rows' weights: their quotient is PyTorch's mean.</summary>
internal sealed class ClassificationLoss : IDisposable
{
    private readonly double _labelSmoothing;
    private readonly float[]? _classWeights;
    private readonly Tensor? _weights;

    /// <param name="classCount">The number of classes.</param>
    /// <param name="labelSmoothing">The share of a label that is spread over all classes; from 0, below 1.</param>
    /// <param name="classWeights">What rows of each class count, above 0; null: 1 each.</param>
    /// <param name="device">Where the logits will be.</param>
    /// <exception cref="ArgumentException">The smoothing or a weight is out of range, or the weights are not as many as the classes.</exception>
    public ClassificationLoss(int classCount, double labelSmoothing, IReadOnlyList<double>? classWeights, Device device)
    {
        if (labelSmoothing is not (>= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(labelSmoothing), labelSmoothing, "The option LabelSmoothing must be from 0 and below 1.");
        }

        _labelSmoothing = labelSmoothing;
        if (classWeights is null) return;

        if (classWeights.Count != classCount)
        {
            throw new ArgumentException($"The option ClassWeights has {classWeights.Count} weights; there are {classCount} classes, in the order of the label's keys.", nameof(classWeights));
        }

        foreach (double weight in classWeights)
        {
            if (weight is not (> 0 and < float.MaxValue))
            {
                throw new ArgumentOutOfRangeException(nameof(classWeights), weight, "Every value of the option ClassWeights must be a number above 0.");
            }
        }

        _classWeights = [.. classWeights.Select(w => (float)w)];
        _weights = tensor(_classWeights, device: device).DetachFromDisposeScope();
    }

    /// <summary>The loss of a batch.</summary>
    /// <param name="logits"><c>[batch, classes]</c>, float32.</param>
    /// <param name="labels">The class of each row.</param>
    public TaskLoss Of(Tensor logits, ReadOnlySpan<long> labels)
    {
        double weight = labels.Length;
        if (_classWeights is not null)
        {
            weight = 0;
            foreach (long label in labels) weight += _classWeights[label];
        }

        using Tensor target = tensor(labels.ToArray(), device: logits.device);
        return new TaskLoss(functional.cross_entropy(logits, target, _weights, reduction: Reduction.Sum, label_smoothing: _labelSmoothing), weight);
    }

    /// <inheritdoc/>
    public void Dispose() => _weights?.Dispose();
}

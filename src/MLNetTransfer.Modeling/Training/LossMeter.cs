using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Training;

/// <summary>Averages training losses without making a GPU wait for each of them, and notices those that are no finite numbers.</summary>
/// <param name="device">Where the losses are.</param>
internal sealed class LossMeter(Device device) : IDisposable
{
    // Reading from a GPU means waiting for all it has queued; on a CPU it costs nothing.
    private readonly int _unreadAtMost = device.type == DeviceType.CPU ? 1 : 64;
    private readonly List<(Tensor Sum, double Weight, int Step, double LearningRate)> _unread = [];
    private double _sum, _weight;

    /// <summary>Takes note of a batch's loss.</summary>
    /// <exception cref="TrainingDivergedException">This loss or an earlier one is not finite.</exception>
    public void Add(TaskLoss loss, int step, double learningRate)
    {
        _unread.Add((loss.Sum.detach().DetachFromDisposeScope(), loss.Weight, step, learningRate));
        if (_unread.Count >= _unreadAtMost) Read();
    }

    /// <summary>The mean loss since the last call; not a number where there was none.</summary>
    /// <exception cref="TrainingDivergedException">A loss is not finite.</exception>
    public double TakeMean()
    {
        Read();
        double mean = _sum / _weight;
        _sum = _weight = 0;
        return mean;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _unread.ForEach(l => l.Sum.Dispose());
        _unread.Clear();
    }

    private void Read()
    {
        if (_unread.Count == 0) return;

        using var scope = NewDisposeScope();
        float[] sums = stack(_unread.Select(l => l.Sum)).cpu().data<float>().ToArray();
        foreach ((float sum, var loss) in sums.Zip(_unread))
        {
            if (!float.IsFinite(sum))
            {
                throw new TrainingDivergedException(loss.Step, sum, loss.LearningRate);
            }

            _sum += sum;
            _weight += loss.Weight;
        }

        Dispose();
    }
}

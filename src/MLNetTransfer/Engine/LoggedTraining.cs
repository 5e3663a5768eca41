using System.Globalization;
using MLNetTransfer.Modeling.Training;
using TorchSharp;

namespace MLNetTransfer.Engine;

/// <summary>Runs the training loop and tells the log how it goes.</summary>
/// <param name="info">Writes to the log.</param>
/// <param name="device">Where it runs.</param>
/// <param name="cancellation">Ends it early.</param>
internal sealed class LoggedTraining(Action<string> info, torch.Device device, CancellationToken cancellation)
{
    private static readonly TimeSpan _logInterval = TimeSpan.FromSeconds(5);

    /// <param name="task">What to train; its model is in evaluation mode afterwards.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Who hears of it beside the log.</param>
    public TrainingResult Run(ITrainingTask task, TrainingOptions options, IProgress<TrainingProgress>? progress)
    {
        info($"Training on {task.RowLengths.Count} rows, {options.Epochs} epochs, on {device}.");
        var result = new TrainingLoop().Run(task, options, new LogProgress(info, progress), cancellation);
        info(Describe(result));
        return result;
    }

    private static string Describe(TrainingResult result)
    {
        var end = result.End switch
        {
            TrainingEnd.Cancelled => "Cancelled",
            TrainingEnd.EarlyStopped => "Ended early, since validation no longer improved",
            TrainingEnd.OutOfTime => "Ended by its time limit",
            _ => "Done",
        };
        var best = result is { Restored: true, BestMetrics: { } metrics } ? $"; the model has the weights of step {result.BestStep}: {Text(metrics)}" : "";
        return $"{end} after {result.Steps} steps and {Text(result.Elapsed)}{best}.";
    }

    private static string Text(IReadOnlyDictionary<string, double> metrics) =>
        string.Join(", ", metrics.Select(m => string.Create(CultureInfo.InvariantCulture, $"{m.Key} {m.Value:0.####}")));

    private static string Text(TimeSpan time) => time.TotalHours >= 1 ? $"{(int)time.TotalHours}:{time:mm\\:ss}" : $"{time:m\\:ss}";

    // Called on the training thread, in order; Progress<T> would hand reports to a thread pool.
    private sealed class LogProgress(Action<string> info, IProgress<TrainingProgress>? progress) : IProgress<TrainingProgress>
    {
        private TimeSpan _lastLogged = -_logInterval;

        public void Report(TrainingProgress p)
        {
            progress?.Report(p);
            if (p.Metrics is null && p.Step < p.TotalSteps && p.Elapsed - _lastLogged < _logInterval) return;
            _lastLogged = p.Elapsed;
            var loss = double.IsNaN(p.Loss) ? "" : string.Create(CultureInfo.InvariantCulture, $", loss {p.Loss:0.####}");
            var metrics = p.Metrics is null ? "" : $", {Text(p.Metrics)}";
            info(string.Create(CultureInfo.InvariantCulture, $"Epoch {p.Epoch}/{p.Epochs}, step {p.Step}/{p.TotalSteps}{loss}{metrics}, {p.RowsPerSecond:0} rows/s, {Text(p.Remaining)} left"));
        }
    }
}

using System.Globalization;
using Microsoft.ML.Runtime;
using MLNetTransfer.DataViews;
using MLNetTransfer.Modeling.Training;
using MLNetTransfer.Persistence;
using TorchSharp;

namespace MLNetTransfer.Engine;

/// <summary>The steps of Fit that do not depend on the task: setting rows aside, running the loop, and telling the log.</summary>
internal class TrainingFit
{
    private static readonly TimeSpan _logInterval = TimeSpan.FromSeconds(5);
    private readonly IChannel _channel;
    private readonly TrainerOptions _options;
    private readonly TrainingOptions _training;

    public TrainingFit(IHostEnvironment env, IChannel channel, TrainerOptions options)
    {
        _channel = channel;
        _options = options;
        // The seed that MLContext was made with decides, where the options name none.
        _training = options.Training.Copy(HostEnvironments.Seed(env));
        Device = Devices.Choose(env, channel);
        options.CancellationToken.ThrowIfCancellationRequested();
    }

    public torch.Device Device { get; }

    public long Seed => _training.SeedOrDefault;

    public void Info(string message) => _channel.Info(MessageSensitivity.None, message);

    public void Warn(string message) => _channel.Warning(MessageSensitivity.None, message);

    /// <summary>Sets rows aside for validation where the options ask for it.</summary>
    public (LabeledRows<TRow, TTarget> Training, LabeledRows<TRow, TTarget>? Validation) Split<TRow, TTarget>(LabeledRows<TRow, TTarget> rows, LabeledRows<TRow, TTarget>? validation)
    {
        if (_options.ValidationFraction is not double fraction) return (rows, validation);
        var aside = (int)Math.Round(rows.Rows.Count * fraction);
        if (aside == 0 || aside == rows.Rows.Count)
            throw new InvalidOperationException($"The option ValidationFraction sets {aside} of {rows.Rows.Count} rows aside: at least one is needed to train on and one to validate on.");
        var order = new int[rows.Rows.Count];
        for (var i = 0; i < order.Length; i++) order[i] = i;
        new RandomSource(Seed, -1).Shuffle<int>(order);
        return (Pick(rows, order[aside..]), Pick(rows, order[..aside]));
    }

    /// <summary>Trains; the task's model is then in evaluation mode.</summary>
    public TrainingResult Run(ITrainingTask task)
    {
        Info($"Training on {task.RowLengths.Count} rows, {_training.Epochs} epochs, on {Device}.");
        var result = new TrainingLoop().Run(task, _training, new LogProgress(this), _options.CancellationToken);
        Info(Describe(result));
        return result;
    }

    private static LabeledRows<TRow, TTarget> Pick<TRow, TTarget>(LabeledRows<TRow, TTarget> rows, int[] numbers) =>
        new([.. numbers.Select(i => rows.Rows[i])], [.. numbers.Select(i => rows.Targets[i])], 0);

    private static string Describe(TrainingResult result)
    {
        var end = result.End switch
        {
            TrainingEnd.Cancelled => "Cancelled",
            TrainingEnd.EarlyStopped => "Ended early, since validation no longer improved",
            _ => "Done",
        };
        var best = result is { Restored: true, BestMetrics: { } metrics } ? $"; the model has the weights of step {result.BestStep}: {Text(metrics)}" : "";
        return $"{end} after {result.Steps} steps and {Text(result.Elapsed)}{best}.";
    }

    private static string Text(IReadOnlyDictionary<string, double> metrics) =>
        string.Join(", ", metrics.Select(m => string.Create(CultureInfo.InvariantCulture, $"{m.Key} {m.Value:0.####}")));

    private static string Text(TimeSpan time) => time.TotalHours >= 1 ? $"{(int)time.TotalHours}:{time:mm\\:ss}" : $"{time:m\\:ss}";

    // Called on the training thread, in order; Progress<T> would hand reports to a thread pool.
    private sealed class LogProgress(TrainingFit fit) : IProgress<TrainingProgress>
    {
        private TimeSpan _lastLogged = -_logInterval;

        public void Report(TrainingProgress p)
        {
            fit._options.Progress?.Report(p);
            if (p.Metrics is null && p.Step < p.TotalSteps && p.Elapsed - _lastLogged < _logInterval) return;
            _lastLogged = p.Elapsed;
            var loss = double.IsNaN(p.Loss) ? "" : string.Create(CultureInfo.InvariantCulture, $", loss {p.Loss:0.####}");
            var metrics = p.Metrics is null ? "" : $", {Text(p.Metrics)}";
            fit.Info(string.Create(CultureInfo.InvariantCulture, $"Epoch {p.Epoch}/{p.Epochs}, step {p.Step}/{p.TotalSteps}{loss}{metrics}, {p.RowsPerSecond:0} rows/s, {Text(p.Remaining)} left"));
        }
    }
}

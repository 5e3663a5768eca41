using Microsoft.ML.Runtime;
using MLNetTransfer.DataViews;
using MLNetTransfer.Modeling.Training;
using MLNetTransfer.Persistence;
using TorchSharp;

namespace MLNetTransfer.Engine;

/// <summary>The steps of Fit that do not depend on the task: setting rows aside, running the loop, and telling the log.</summary>
internal class TrainingFit
{
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
    public TrainingResult Run(ITrainingTask task) => new LoggedTraining(Info, Device, _options.CancellationToken).Run(task, _training, _options.Progress);

    /// <summary>Trains something else than the task itself, with options of its own; where those name no seed, the same as the task's.</summary>
    /// <param name="task">What to train.</param>
    /// <param name="training">How.</param>
    /// <param name="progress">Who hears of it beside the log.</param>
    public TrainingResult Run(ITrainingTask task, TrainingOptions training, IProgress<TrainingProgress>? progress) =>
        new LoggedTraining(Info, Device, _options.CancellationToken).Run(task, training.Copy(Seed), progress);

    private static LabeledRows<TRow, TTarget> Pick<TRow, TTarget>(LabeledRows<TRow, TTarget> rows, int[] numbers) =>
        new([.. numbers.Select(i => rows.Rows[i])], [.. numbers.Select(i => rows.Targets[i])], 0);
}

using System.Diagnostics;

namespace MLNetTransfer.Modeling.Training;

/// <summary>Counts what a run has done, and says so when it is time.</summary>
/// <param name="progress">Who is told.</param>
/// <param name="plan">The steps of the run.</param>
/// <param name="options">How it trains.</param>
/// <param name="rowLengths">Tokens of each row.</param>
/// <param name="stepsBefore">Steps that were done before this process took the run up.</param>
internal sealed class ProgressReporter(IProgress<TrainingProgress>? progress, TrainingPlan plan, TrainingOptions options, IReadOnlyList<int> rowLengths, int stepsBefore)
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(0.5);

    private readonly Stopwatch _elapsed = Stopwatch.StartNew();
    private TimeSpan _validation, _lastReport;
    private long _rows, _tokens;

    /// <summary>Time since the run began.</summary>
    public TimeSpan Elapsed => _elapsed.Elapsed;

    /// <summary>Whether somebody listens, and has heard nothing for half a second.</summary>
    public bool Due => progress is not null && Elapsed - _lastReport >= _interval;

    /// <summary>Counts the rows of a step.</summary>
    public void Count(PlannedStep step)
    {
        foreach (int[] batch in step.Batches)
        {
            _rows += batch.Length;
            foreach (int row in batch) _tokens += rowLengths[row];
        }
    }

    /// <summary>Runs a validation, whose time does not count against the speed of training.</summary>
    public T Validating<T>(Func<T> validate)
    {
        TimeSpan start = Elapsed;
        T result = validate();
        _validation += Elapsed - start;
        return result;
    }

    /// <summary>Reports the state after a step.</summary>
    public void Report(PlannedStep step, double loss, IReadOnlyDictionary<string, double>? metrics)
    {
        if (progress is null) return;

        _lastReport = Elapsed;
        double seconds = Math.Max((_lastReport - _validation).TotalSeconds, 1e-9);
        progress.Report(new TrainingProgress(
            step.Epoch, options.Epochs, step.Number, plan.TotalSteps, loss, plan.RateOf(step.Number), metrics,
            RowsPerSecond: _rows / seconds,
            TokensPerSecond: _tokens / seconds,
            Elapsed: _lastReport,
            Remaining: _lastReport / (step.Number - stepsBefore) * (plan.TotalSteps - step.Number)));
    }
}

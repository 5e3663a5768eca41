using System.Globalization;
using MLNetTransfer.Modeling.Training;
using Spectre.Console;

namespace MLNetTransfer.EmbeddedEncoder;

/// <summary>Runs the loop, prints a line a minute, and keeps the curve.</summary>
internal static class Training
{
    public static TrainingOptions Options(RunLimits limits, string state, int evaluateEverySteps) => new()
    {
        Epochs = 10_000, MaxSteps = limits.Steps, BatchSize = limits.Batch, LearningRate = limits.Rate, Seed = 1, EvaluateEverySteps = evaluateEverySteps,
        CheckpointFolder = state, TimeLimit = limits.Minutes is { } minutes ? TimeSpan.FromMinutes(minutes) : null,
    };

    public static TrainingResult Run(ITrainingTask task, TrainingOptions options, string curve) => new TrainingLoop().Run(task, options, new Reporter(curve));

    private sealed class Reporter(string curve) : IProgress<TrainingProgress>
    {
        private readonly List<double> _losses = [];
        private TimeSpan _last = TimeSpan.FromMinutes(-1);

        public void Report(TrainingProgress value)
        {
            if (double.IsFinite(value.Loss)) _losses.Add(value.Loss);
            if (value.Metrics is null && value.Elapsed - _last < TimeSpan.FromMinutes(1)) return;
            _last = value.Elapsed;
            string metrics = value.Metrics is null ? "" : string.Join(", ", value.Metrics.Select(m => string.Create(CultureInfo.InvariantCulture, $"{m.Key} {m.Value:F4}")));
            double loss = _losses.Count > 0 ? _losses.Average() : double.NaN;
            _losses.Clear();
            string line = string.Create(CultureInfo.InvariantCulture, $"{value.Step}\t{loss:F4}\t{value.LearningRate:0.0e+0}\t{value.TokensPerSecond:F0}\t{metrics}");
            if (!File.Exists(curve)) File.WriteAllText(curve, "step\tloss\tlearning rate\ttokens/s\theld out\n");
            File.AppendAllText(curve, line + "\n");
            AnsiConsole.WriteLine($"step {value.Step:N0} of {value.TotalSteps:N0}  loss {loss:F4}  {value.TokensPerSecond:N0} tokens/s  {value.Remaining.TotalMinutes:F0} min left  {metrics}");
        }
    }
}

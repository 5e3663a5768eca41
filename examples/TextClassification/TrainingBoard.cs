using MLNetTransfer.Modeling.Training;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace MLNetTransfer.Examples;

/// <summary>What a person watches while a model trains: where it is, the loss as it falls, the speed and the time left. One line a report where the output is no terminal.</summary>
internal sealed class TrainingBoard : IProgress<TrainingProgress>
{
    private readonly List<TrainingProgress> _reports = [];
    private LiveDisplayContext? _display;
    private int _printedEpoch;

    public T Watch<T>(Func<T> train)
    {
        if (!AnsiConsole.Profile.Capabilities.Interactive || Console.IsOutputRedirected) return train();
        return AnsiConsole.Live(new Text("Reading and tokenizing...")).Start(display =>
        {
            _display = display;
            return train();
        });
    }

    public void Report(TrainingProgress value)
    {
        lock (_reports)
        {
            _reports.Add(value);
            if (_display is { } display)
            {
                display.UpdateTarget(Draw());
                display.Refresh();
            }
            else if (value.Epoch != _printedEpoch || value.Step == value.TotalSteps)
            {
                _printedEpoch = value.Epoch;
                AnsiConsole.WriteLine($"epoch {value.Epoch}/{value.Epochs}  step {value.Step}/{value.TotalSteps}  loss {value.Loss:F4}  {value.RowsPerSecond:F0} rows/s  {Left(value.Remaining)} left");
            }
        }
    }

    private Grid Draw()
    {
        var now = _reports[^1];
        var done = (double)now.Step / Math.Max(1, now.TotalSteps);
        const int width = 50;
        var bar = $"[green]{new string('━', (int)(done * width))}[/][grey]{new string('━', width - (int)(done * width))}[/]";
        var grid = new Grid().AddColumn().AddColumn();
        grid.AddRow(new Markup($"[bold]epoch {now.Epoch}[/] of {now.Epochs}"), new Markup($"{bar} {done:P0}"));
        grid.AddRow(new Text("step"), new Text($"{now.Step:N0} of {now.TotalSteps:N0}, learning rate {now.LearningRate:0.0e+0}"));
        grid.AddRow(new Text("speed"), new Text($"{now.RowsPerSecond:N0} rows/s, {now.TokensPerSecond:N0} tokens/s, {Left(now.Remaining)} left"));
        grid.AddRow(new Text("loss"), Curve(width));
        if (_reports.LastOrDefault(r => r.Metrics is not null)?.Metrics is { } metrics)
            grid.AddRow(new Text("validation"), new Text(string.Join(", ", metrics.Select(m => $"{m.Key} {m.Value:F4}"))));
        return grid;
    }

    /// <summary>The loss from the first report to the last, as a line of blocks.</summary>
    private IRenderable Curve(int width)
    {
        var losses = _reports.Select(r => r.Loss).Where(double.IsFinite).ToArray();
        if (losses.Length == 0) return new Text("");
        var top = losses.Max();
        var points = Math.Min(width, losses.Length);
        var line = string.Concat(Enumerable.Range(0, points).Select(i =>
        {
            var slice = losses[(i * losses.Length / points)..((i + 1) * losses.Length / points)];
            return "▁▂▃▄▅▆▇█"[(int)Math.Min(7, slice.Average() / top * 7.99)];
        }));
        return new Markup($"[aqua]{line}[/] {losses[0]:F3} → [bold]{losses[^1]:F3}[/]");
    }

    private static string Left(TimeSpan time) => time.TotalHours >= 1 ? $"{(int)time.TotalHours} h {time.Minutes} min" : time.TotalMinutes >= 1 ? $"{time.Minutes} min {time.Seconds} s" : $"{time.TotalSeconds:F0} s";
}

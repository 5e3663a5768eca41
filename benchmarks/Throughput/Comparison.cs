using System.Diagnostics;
using System.Globalization;
using Spectre.Console;

namespace MLNetTransfer.Benchmarks;

/// <summary>Runs contestants on the same rows, in turn, several times over, and prints the medians beside each other.</summary>
internal sealed class Comparison(int runs, string folder)
{
    private readonly Dictionary<string, List<Result>> _results = [];

    /// <summary>Runs every contestant in turn, so many times; each is a command that prints one JSON line.</summary>
    /// <param name="contestants">Commands by name.</param>
    /// <param name="wallTime">Takes a process's whole time for its seconds, unless it says itself when its first prediction was there.</param>
    public void Run(IReadOnlyDictionary<string, string[]> contestants, bool wallTime = false)
    {
        for (var run = 1; run <= runs; run++)
        {
            foreach (var (name, command) in contestants)
            {
                AnsiConsole.MarkupLineInterpolated($"[grey]run {run} of {runs}:[/] {name}");
                var (output, wall) = Start(command);
                var line = output.Split('\n').LastOrDefault(l => l.StartsWith('{')) ?? throw new InvalidDataException($"{name} printed no JSON line:\n{output}");
                var result = Result.Parse(line);
                if (!_results.TryGetValue(name, out var list)) _results[name] = list = [];
                list.Add(result with { Seconds = wallTime && result.What != "first" ? wall : result.Seconds });
            }
        }
    }

    public void Print(string title, string ours, bool wallTime = false)
    {
        var table = new Table().Title(title).Border(TableBorder.Rounded).AddColumn("contestant");
        foreach (var column in wallTime ? ["seconds"] : new[] { "rows/s", "tokens/s", "padding" }) table.AddColumn(new TableColumn(column).RightAligned());
        table.AddColumn(new TableColumn("peak MB").RightAligned()).AddColumn(new TableColumn("loss or accuracy").RightAligned()).AddColumn(new TableColumn($"{ours} / this").RightAligned());
        var own = Speed(ours);
        foreach (var (name, list) in _results)
        {
            string[] speed = wallTime ? [Show(Median(list, r => r.Seconds), 2)] : [Show(Median(list, r => r.RowsPerS), 1), Show(Median(list, r => r.TokensPerS), 0), Show(Median(list, r => r.Padding), 3)];
            table.AddRow([Markup.Escape(name), .. speed, Show(Median(list, r => r.PeakMb), 0), Show(Median(list, r => r.Loss ?? r.Accuracy ?? 0), 4), name == ours ? "" : $"{Show(own / Speed(name), 2)}x"]);
        }
        AnsiConsole.Write(table);

        double Speed(string name) => wallTime ? 1 / Median(_results[name], r => r.Seconds) : Median(_results[name], r => r.TokensPerS);
    }

    private (string Output, double Seconds) Start(string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        var seconds = clock.Elapsed.TotalSeconds;
        return process.ExitCode == 0 ? (output, seconds) : throw new InvalidOperationException($"{string.Join(' ', command)} ended with {process.ExitCode}:\n{output}{error.Result}");
    }

    private static double Median(IEnumerable<Result> results, Func<Result, double> of)
    {
        var sorted = results.Select(of).Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
    }

    private static string Show(double value, int digits) => value.ToString("N" + digits, CultureInfo.InvariantCulture);
}

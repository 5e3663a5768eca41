using System.Globalization;
using MLNetTransfer.Modeling.Training;
using Spectre.Console;

namespace MLNetTransfer.Benchmarks;

/// <summary>Resident memory while a model trains for 500 steps.</summary>
internal static class MemoryRun
{
    private const int Steps = 500;

    public static void Print(string checkpoint, string rows, int batch)
    {
        var samples = new List<(int Step, double Mb)>();
        Contestant.Run(checkpoint, rows, new TrainingOptions { Epochs = 1000, MaxSteps = Steps, BatchSize = batch, Seed = 0 }, new Sampler(samples));
        var table = new Table().Border(TableBorder.Rounded).AddColumn(new TableColumn("step").RightAligned()).AddColumn(new TableColumn("resident MB").RightAligned());
        foreach (var tenth in Enumerable.Range(1, 10))
        {
            var (step, mb) = samples.Last(s => s.Step <= tenth * Steps / 10);
            table.AddRow(step.ToString(CultureInfo.InvariantCulture), mb.ToString("N0", CultureInfo.InvariantCulture));
        }
        AnsiConsole.Write(table);
        AnsiConsole.WriteLine($"peak {Contestant.PeakMb():N0} MB");
    }

    private sealed class Sampler(List<(int, double)> samples) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => samples.Add((value.Step, Environment.WorkingSet / 1e6));
    }
}

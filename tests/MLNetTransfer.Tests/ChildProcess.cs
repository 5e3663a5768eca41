using System.Diagnostics;
using System.Text.Json;
using MLNetTransfer.Tests.Contract;
using MLNetTransfer.Tests.Engine;

namespace MLNetTransfer.Tests;

/// <summary>This assembly as a second process: what a test saved is loaded where nothing of the test's memory is left.</summary>
internal static class ChildProcess
{
    /// <summary>The exit code of a process that killed itself: 128 and the signal, or -1 on Windows.</summary>
    public static readonly int Killed = OperatingSystem.IsWindows() ? -1 : 137;

    public static int Main(string[] args)
    {
        switch (args)
        {
            case ["score", var model, var rows, var output]:
                Score(model, rows, output);
                return 0;
            case ["die-while-saving", var model]:
                AtomicSaveTests.SaveAndDie(model);
                return 1;
            case ["die-while-pretraining", var state, var output]:
                KilledPretrainingTests.PretrainAndDie(state, output);
                return 1;
            default:
                Console.Error.WriteLine("usage: score MODEL ROWS OUTPUT | die-while-saving MODEL | die-while-pretraining STATE OUTPUT");
                return 2;
        }
    }

    /// <summary>Loads a model in a new process and gives the named columns of its output, row by row.</summary>
    public static Dictionary<string, string[]> Score(string model, IReadOnlyList<ContractRow> rows)
    {
        var (rowsPath, outputPath) = (model + ".rows.json", model + ".scores.json");
        File.WriteAllText(rowsPath, JsonSerializer.Serialize(rows));
        var (exitCode, log) = Run("score", model, rowsPath, outputPath);
        Assert.True(exitCode == 0, log);
        return JsonSerializer.Deserialize<Dictionary<string, string[]>>(File.ReadAllText(outputPath))!;
    }

    public static (int ExitCode, string Output) Run(params string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(ChildProcess).Assembly.Location, .. args]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + error.Result);
    }

    private static void Score(string model, string rows, string output)
    {
        var ml = TestContext.Create();
        var input = ml.Data.LoadFromEnumerable(JsonSerializer.Deserialize<List<ContractRow>>(File.ReadAllText(rows))!);
        var transformer = ml.Model.Load(model, out _);
        var scored = transformer.Transform(input);
        var added = scored.Schema.Select(c => c.Name).Distinct().Except(input.Schema.Select(c => c.Name)).ToArray();
        File.WriteAllText(output, JsonSerializer.Serialize(ColumnValues.ReadAll(scored, added).ToDictionary(c => c.Key, c => c.Value.Select(ColumnValues.Exact).ToArray())));
    }
}

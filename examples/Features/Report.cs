using Spectre.Console;

namespace MLNetTransfer.Examples;

/// <summary>The tables: how good, and how fast.</summary>
internal static class Report
{
    /// <param name="set">The set.</param>
    /// <param name="results">What each way gave.</param>
    /// <param name="isReferenceEncoder">Whether the encoder is the one that the reference figures are of.</param>
    /// <param name="isWhole">Whether all rows were used, as for the reference figures.</param>
    public static void Show(DataSet set, IReadOnlyList<Result> results, bool isReferenceEncoder, bool isWhole)
    {
        Accuracies(set, results, isReferenceEncoder, isWhole);
        Speeds(results);
    }

    private static void Accuracies(DataSet set, IReadOnlyList<Result> results, bool isReferenceEncoder, bool isWhole)
    {
        var byCorrelation = set.Name == "cola";
        var table = new Table().Title("Accuracy on the test rows").Border(TableBorder.Rounded).AddColumn("features").AddColumn(Right("size")).AddColumn(Right("L2")).AddColumn(Right(byCorrelation ? "dev MCC" : "dev")).AddColumn(Right("test"));
        if (byCorrelation) table.AddColumn(Right("test MCC"));
        table.AddColumn(Right("scikit-learn"));
        var best = results.Max(r => r.Classifier.Accuracy);
        foreach (var (choice, size, _, _, found) in results)
        {
            var reference = isReferenceEncoder ? ReferenceFigures.Frozen(set.Name, choice.Name) : default;
            var accuracy = found.Accuracy == best ? $"[bold green]{found.Accuracy:P2}[/]" : $"{found.Accuracy:P2}";
            string[] cells = [choice.Name, $"{size:N0}", $"{found.L2:0.##}", byCorrelation ? $"{found.Dev:F3}" : $"{found.Dev:P2}", accuracy];
            if (byCorrelation) cells = [.. cells, $"{found.Correlation:F3}"];
            table.AddRow([.. cells, Compared(byCorrelation ? found.Correlation : found.Accuracy, byCorrelation ? reference.Correlation : reference.Accuracy, byCorrelation, isWhole)]);
        }
        var others = ReferenceFigures.Others(set.Name).ToArray();
        if (others.Length > 0) table.AddEmptyRow();
        foreach (var (what, accuracy) in others)
            table.AddRow([$"[grey]{what}[/]", "", "", "", $"[grey]{accuracy:P2}[/]", .. byCorrelation ? new[] { "" } : [], ""]);
        AnsiConsole.Write(table);
        if (!isWhole && others.Length > 0) AnsiConsole.MarkupLine("[yellow]--rows was given: the figures of others are of all rows.[/]");
    }

    private static void Speeds(IReadOnlyList<Result> results)
    {
        var table = new Table().Title("Rows a second").Border(TableBorder.Rounded).AddColumn("features").AddColumn(Right("rows")).AddColumn(Right("first pass")).AddColumn(Right("second pass")).AddColumn(Right("times")).AddColumn(Right("training"));
        foreach (var (choice, _, first, second, found) in results)
            table.AddRow(choice.Name, $"{first.Rows:N0}", $"{first.RowsPerSecond:N0}", $"{second.RowsPerSecond:N0}", $"[bold]{first.Time / second.Time:N0}[/]", $"{found.Time.TotalSeconds:F1} s");
        AnsiConsole.Write(table);
        AnsiConsole.MarkupLine("[grey]The first pass computes what no earlier run has kept (--cold: everything); the second reads it. Training: LbfgsMaximumEntropy, once.[/]");
    }

    /// <summary>A reference figure, and how far above or below it ours is.</summary>
    private static string Compared(double ours, double? reference, bool isCorrelation, bool isWhole)
    {
        if (reference is not { } theirs) return "[grey]-[/]";
        var figure = isCorrelation ? $"{theirs:F3}" : $"{theirs:P2}";
        if (!isWhole) return $"[grey]{figure}[/]";
        var difference = (ours - theirs) * 100;
        return $"{figure} [{(difference >= -0.5 ? "green" : "red")}]({difference:+0.0;-0.0;0.0})[/]";
    }

    private static TableColumn Right(string header) => new TableColumn(header).RightAligned().NoWrap();
}

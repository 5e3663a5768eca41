using Microsoft.ML;
using Microsoft.ML.Data;
using Spectre.Console;

namespace MLNetTransfer.Examples;

/// <summary>Metrics and the confusion matrix of a scored test set.</summary>
internal static class Report
{
    public static void Show(MLContext ml, IDataView scored)
    {
        var metrics = ml.MulticlassClassification.Evaluate(scored);
        var table = new Table().Title("Test rows").Border(TableBorder.Rounded).AddColumn("metric").AddColumn(new TableColumn("value").RightAligned());
        table.AddRow("accuracy", $"[bold]{metrics.MicroAccuracy:P2}[/]");
        table.AddRow("mean accuracy of the classes", $"{metrics.MacroAccuracy:P2}");
        table.AddRow("log-loss", $"{metrics.LogLoss:F4}");
        table.AddRow("log-loss reduction", $"{metrics.LogLossReduction:P1}");
        AnsiConsole.Write(table);

        var names = default(VBuffer<ReadOnlyMemory<char>>);
        scored.Schema["Label"].GetKeyValues(ref names);
        Matrix(metrics.ConfusionMatrix, [.. names.DenseValues().Select(n => n.ToString())]);
    }

    /// <summary>What pretraining was worth.</summary>
    public static void Compare(MLContext ml, IDataView pretrained, IDataView random)
    {
        var table = new Table().Title("Test rows").Border(TableBorder.Rounded).AddColumn("encoder").AddColumn(new TableColumn("accuracy").RightAligned()).AddColumn(new TableColumn("log-loss").RightAligned()).AddColumn("");
        foreach (var (name, scored) in new[] { ("[bold]pretrained[/]", pretrained), ("random weights", random) })
        {
            var metrics = ml.MulticlassClassification.Evaluate(scored);
            table.AddRow(name, $"{metrics.MicroAccuracy:P2}", $"{metrics.LogLoss:F4}", $"[green]{new string('━', (int)(metrics.MicroAccuracy * 40))}[/]");
        }
        AnsiConsole.Write(table);
    }

    /// <summary>All cells where the classes are few; else the pairs that are mixed up most.</summary>
    private static void Matrix(ConfusionMatrix matrix, string[] names)
    {
        if (names.Length <= 12)
        {
            // Numbers for the columns: ten names do not fit beside each other.
            var table = new Table().Title("Confusion matrix: rows are true, columns predicted").Border(TableBorder.Rounded).AddColumn(new TableColumn("").NoWrap());
            for (var c = 0; c < names.Length; c++) table.AddColumn(new TableColumn($"{c + 1}").RightAligned().NoWrap());
            for (var r = 0; r < names.Length; r++)
                table.AddRow([$"{r + 1} {Markup.Escape(names[r])}", .. Enumerable.Range(0, names.Length).Select(c => matrix.Counts[r][c] is var n && r == c ? $"[green]{n}[/]" : n > 0 ? $"[red]{n}[/]" : "[grey]·[/]")]);
            AnsiConsole.Write(table);
            return;
        }
        var mixed = new Table().Title("Most often mixed up").Border(TableBorder.Rounded).AddColumn("true").AddColumn("predicted").AddColumn(new TableColumn("rows").RightAligned());
        var pairs = from r in Enumerable.Range(0, names.Length)
                    from c in Enumerable.Range(0, names.Length)
                    where r != c && matrix.Counts[r][c] > 0
                    orderby matrix.Counts[r][c] descending
                    select (r, c);
        foreach (var (r, c) in pairs.Take(10)) mixed.AddRow(Markup.Escape(names[r]), Markup.Escape(names[c]), $"{matrix.Counts[r][c]:N0}");
        AnsiConsole.Write(mixed);
    }
}

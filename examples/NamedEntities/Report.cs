using System.Text.Json.Nodes;
using MLNetTransfer.SequenceTagging;
using Spectre.Console;

namespace MLNetTransfer.Examples;

/// <summary>The table: F1 of each type, and what others reach.</summary>
internal static class Report
{
    /// <param name="data">The sentences.</param>
    /// <param name="result">What was found in them.</param>
    /// <param name="comparable">Whether encoder and rows are those of the reference figures.</param>
    public static void Show(EntityData data, Result result, bool comparable)
    {
        var table = new Table().Title("F1 of names").Border(TableBorder.Rounded).AddColumn("type").AddColumn(Right("dev")).AddColumn(Right("test")).AddColumn(Right("names in test"));
        foreach (var (type, test) in result.Test.ByType)
            table.AddRow(type, result.Dev.ByType.TryGetValue(type, out var dev) ? $"{dev.F1:P2}" : "-", $"{test.F1:P2}", $"{test.Count:N0}");
        table.AddRow("[bold]all[/]", $"[bold green]{result.Dev.F1:P2}[/]", $"[bold green]{result.Test.F1:P2}[/]", "");
        table.AddRow("[grey]precision, recall[/]", $"[grey]{Pair(result.Dev)}[/]", $"[grey]{Pair(result.Test)}[/]", "");
        if (comparable && Shared.Find("reference/finetuning_minilm.json") is { } path)
        {
            var reference = JsonNode.Parse(File.ReadAllText(path))!;
            table.AddEmptyRow();
            Other("linear over the same features, scikit-learn", null, (double?)reference["frozen_features"]?["conll2003"]?["testb"]?["f1"]);
            var runs = reference["results"]?["conll2003"]?["runs"]?.AsArray().Select(run => (double?)run?["dev"]?["f1"]).ToArray() ?? [];
            Other("fine-tuned, Hugging Face", runs.Length > 0 ? runs.Average() : null, (double?)reference["results"]?["conll2003"]?["summary"]?["testb.f1"]?["mean"]);
        }
        AnsiConsole.Write(table);
        AnsiConsole.MarkupLine($"[grey]{data.Train.Count:N0} sentences to learn from, {result.Time.TotalSeconds:N0} s with reading the encoder's states, the weights of the best epoch on dev.[/]");

        void Other(string what, double? dev, double? test)
        {
            if (test is not null) table.AddRow($"[grey]{what}[/]", $"[grey]{(dev is null ? "-" : $"{dev:P2}")}[/]", $"[grey]{test:P2}[/]", "");
        }
    }

    private static string Pair(EntityMetrics metrics) => $"{metrics.Precision:P2}, {metrics.Recall:P2}";

    private static TableColumn Right(string header) => new TableColumn(header).RightAligned().NoWrap();
}

using MLNetTransfer.Search;
using Spectre.Console;

namespace MLNetTransfer.Examples;

/// <summary>The tables: what was found, and how well and how fast.</summary>
internal static class Report
{
    public static void Hits(IReadOnlyList<string> questions, IReadOnlyList<IReadOnlyList<SearchHit>> hits)
    {
        var table = new Table().Title("Nearest rows").Border(TableBorder.Rounded).AddColumn("question").AddColumn(Right("cosine")).AddColumn("row");
        for (var i = 0; i < questions.Count; i++)
        {
            if (i > 0) table.AddEmptyRow();
            for (var k = 0; k < hits[i].Count; k++)
                table.AddRow(k == 0 ? $"[bold]{Markup.Escape(questions[i])}[/]" : "", $"[green]{hits[i][k].Similarity:F3}[/]", Markup.Escape(hits[i][k].Text));
        }
        AnsiConsole.Write(table);
    }

    public static void Figures(SemanticIndex index, TimeSpan built, long bytes, Recall recall)
    {
        var table = new Table().Title("A row of the question's class among the nearest").Border(TableBorder.Rounded);
        foreach (var depth in Recall.Depths) table.AddColumn(Right($"top {depth}"));
        table.AddColumn(Right("questions")).AddColumn(Right("rows")).AddColumn(Right("search")).AddColumn(Right("index"));
        table.AddRow([.. recall.Shares.Select(s => $"[bold]{s:P1}[/]"), $"{recall.Questions:N0}", $"{index.Count:N0}", $"{recall.PerQuestion.TotalMilliseconds:F2} ms", $"{bytes / 1e6:F1} MB"]);
        AnsiConsole.Write(table);
        AnsiConsole.MarkupLine($"[grey]Vectors and index of {index.Count:N0} rows in {built.TotalSeconds:F1} s; vectors that an earlier run has kept are only read.[/]");
    }

    private static TableColumn Right(string header) => new TableColumn(header).RightAligned().NoWrap();
}

using Microsoft.ML;
using Microsoft.ML.Data;
using Spectre.Console;

namespace MLNetTransfer.Examples;

internal static class Prediction
{
    public static int Run(string file, string[] texts)
    {
        var ml = new MLContext();
        var model = ml.Model.Load(file, out _);
        AnsiConsole.MarkupLineInterpolated($"Loaded [bold]{Path.GetFileName(file)}[/] in process {Environment.ProcessId}");
        Show(ml, model, texts);
        return 0;
    }

    public static void Show(MLContext ml, ITransformer model, IEnumerable<string> texts)
    {
        using var engine = ml.Model.CreatePredictionEngine<TextRow, TextPrediction>(model, new PredictionEngineOptions { OwnsTransformer = false });
        var names = default(VBuffer<ReadOnlyMemory<char>>);
        engine.OutputSchema["Score"].GetSlotNames(ref names);
        var classes = names.DenseValues().Select(n => n.ToString()).ToArray();

        var table = new Table().Title("Predictions").Border(TableBorder.Rounded).AddColumn("text").AddColumn("class").AddColumn(new TableColumn("probability").RightAligned()).AddColumn("next");
        foreach (var text in texts)
        {
            var prediction = engine.Predict(new TextRow { Text = text });
            var ranked = prediction.Score.Index().OrderByDescending(s => s.Item).ToArray();
            table.AddRow(Markup.Escape(text), $"[bold]{Markup.Escape(prediction.PredictedLabel)}[/]", $"{ranked[0].Item:P1}", Markup.Escape($"{classes[ranked[1].Index]} {ranked[1].Item:P1}"));
        }
        AnsiConsole.Write(table);
    }
}

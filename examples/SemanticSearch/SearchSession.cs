using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetTransfer.Search;
using Spectre.Console;

namespace MLNetTransfer.Examples;

/// <summary>What the command line asks for.</summary>
internal sealed record Request(string Data, string[] Questions, string? Checkpoint, int Top, int? Rows, int? Gpu);

/// <summary>Makes an index of a set's training rows, saves it, loads it, and asks it for the test rows.</summary>
internal static class SearchSession
{
    private const int Examples = 3;

    public static int Run(Request request, CancellationToken cancel)
    {
        var ml = new MLContext(seed: 1) { GpuDeviceId = request.Gpu, FallbackToCpu = request.Gpu is null };
        var set = DataSet.Load(ml, request.Data);
        if (request.Rows is { } rows) set = set with { Train = ml.Data.TakeRows(set.Train, rows), Test = ml.Data.TakeRows(set.Test, rows) };
        var folder = Directory.CreateTempSubdirectory("semantic-search").FullName;
        try
        {
            Search(ml, set, request, folder);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Search(MLContext ml, DataSet set, Request request, string folder)
    {
        var encoder = request.Checkpoint ?? Shared.Encoder;
        AnsiConsole.MarkupLineInterpolated($"[bold]{set.Title}[/] by [bold]{Shared.NameOf(encoder)}[/]");
        using var embed = ml.Transforms.Text.TransformerFeatures("Features", "Text", model: encoder).Fit(set.Train);

        var time = Stopwatch.StartNew();
        var path = Path.Combine(folder, "rows.index");
        SemanticIndex.Create(embed.Transform(set.Train)).Save(path);
        var built = time.Elapsed;
        var index = SemanticIndex.Load(path);

        string[] questions = request.Questions.Length > 0 ? request.Questions : [.. set.Test.GetColumn<string>("Text").Take(Examples)];
        var asked = ml.Data.LoadFromEnumerable(questions.Select(q => new Question { Text = q }));
        Report.Hits(questions, [.. Vectors(embed, asked).Select(v => index.Search(v, request.Top))]);

        var recall = Recall.Measure(index, [.. set.Train.GetColumn<string>("Label")], [.. set.Test.GetColumn<string>("Label")], Vectors(embed, set.Test));
        Report.Figures(index, built, new FileInfo(path).Length, recall);
    }

    private static IEnumerable<float[]> Vectors(ITransformer embed, IDataView texts) => embed.Transform(texts).GetColumn<float[]>("Features");

    private sealed class Question
    {
        public string Text { get; set; } = "";
    }
}

using Microsoft.ML;
using MLNetTransfer.Modeling.Features.Cache;
using Spectre.Console;

namespace MLNetTransfer.Examples;

internal sealed record ComparisonRequest(string? Data, string[] Features, string? Checkpoint, int? Rows, bool Cold, int? Gpu);

/// <summary>Runs one way after another and shows them beside one another.</summary>
internal static class Comparison
{
    public static int Run(ComparisonRequest request, CancellationToken cancel)
    {
        var gpu = request.Gpu ?? (Environment.GetEnvironmentVariable("MLNETTRANSFER_DEVICE") is "cuda" ? 0 : null);
        var ml = new MLContext(seed: 0) { GpuDeviceId = gpu, FallbackToCpu = gpu is null };
        var set = DataSet.Load(ml, request.Data);
        if (request.Rows is { } count) set = set with { Train = Some(ml, set.Train, count), Dev = set.Dev is null ? null : Some(ml, set.Dev, count), Test = Some(ml, set.Test, count) };
        AnsiConsole.Write(new Rule($"[bold]{Markup.Escape(set.Title)}[/]").LeftJustified());

        var encoder = request.Checkpoint ?? Shared.Encoder;
        var temporary = Directory.CreateTempSubdirectory("features-").FullName;
        try
        {
            AnsiConsole.MarkupLine($"Encoder: [bold]{Markup.Escape(Shared.NameOf(encoder))}[/], pretrained, not trained any further");
            var cache = request.Cold || encoder is null ? new FeatureCacheOptions { Folder = Path.Combine(temporary, "cache") } : new FeatureCacheOptions();
            FeatureChoice[] choices = request.Features.Length > 0 ? [.. request.Features.Select(FeatureChoice.Named)] : [.. FeatureChoice.All.Where(c => encoder is not null || c.TakesOneLayer)];

            var results = new List<Result>();
            foreach (var choice in choices)
            {
                cancel.ThrowIfCancellationRequested();
                results.Add(AnsiConsole.Status().Start($"{choice.Name}: {choice.Description}", _ => Measure(ml, set, choice, encoder, cache)));
            }
            Report.Show(set, results, encoder is not null && Path.GetFileName(encoder) == "all-MiniLM-L6-v2", request.Rows is null);
            return 0;
        }
        finally
        {
            Directory.Delete(temporary, recursive: true);
        }
    }

    private static Result Measure(MLContext ml, DataSet set, FeatureChoice choice, string? encoder, FeatureCacheOptions cache)
    {
        using var features = FeatureSet.Create(ml, set, choice, encoder, cache);
        var first = features.Pass();
        var second = features.Pass();
        return new Result(choice, features.Size, first, second, Classifier.Choose(ml, features, set.Name == "cola"));
    }

    private static IDataView Some(MLContext ml, IDataView rows, int count) => ml.Data.TakeRows(ml.Data.ShuffleRows(rows, seed: 0), count);
}

/// <summary>What one way gave.</summary>
internal sealed record Result(FeatureChoice Choice, int Size, Pass First, Pass Second, Classifier Classifier);

using System.Diagnostics;
using Microsoft.ML;
using MLNetTransfer.Features;
using MLNetTransfer.Modeling.Features;
using MLNetTransfer.Modeling.Features.Cache;
using MLNetTransfer.Modeling.Tagging;
using MLNetTransfer.Modeling.Training;
using MLNetTransfer.SequenceTagging;
using Spectre.Console;

namespace MLNetTransfer.Examples;

internal sealed record TaggingRequest(string? Data, string? Checkpoint, int? Rows, int Epochs, int BatchSize, double LearningRate, int HiddenSize, int LayerCount, double Dropout, bool WithoutCrf, string? Layers, bool Cold, int? Gpu);

/// <summary>The recipe: an encoder's states of each word, a tagger over them, and F1 of the names that it finds.</summary>
internal static class Tagging
{
    public static int Run(TaggingRequest request, CancellationToken cancel)
    {
        var gpu = request.Gpu ?? (Environment.GetEnvironmentVariable("MLNETTRANSFER_DEVICE") is "cuda" ? 0 : null);
        var ml = new MLContext(seed: 0) { GpuDeviceId = gpu, FallbackToCpu = gpu is null };
        var folder = request.Data ?? Shared.Find("data/conll2003");
        var data = folder is null ? EntityData.Generated() : EntityData.Conll(folder);
        if (request.Rows is { } count) data = data with { Train = [.. data.Train.Take(count)], Dev = [.. data.Dev.Take(count)], Test = [.. data.Test.Take(count)] };
        AnsiConsole.Write(new Rule($"[bold]{Markup.Escape(data.Title)}[/]").LeftJustified());

        var encoder = request.Checkpoint ?? Shared.Encoder;
        var temporary = Directory.CreateTempSubdirectory("named-entities-").FullName;
        try
        {
            AnsiConsole.MarkupLine($"Encoder: [bold]{Markup.Escape(Shared.NameOf(encoder))}[/], pretrained, not trained any further");
            var layers = request.Layers is { } named ? LayerSelection.Of([.. named.Split(',').Select(int.Parse)]) : LayerSelection.LastFour;
            var cache = request.Cold || encoder is null ? new FeatureCacheOptions { Folder = Path.Combine(temporary, "cache") } : new FeatureCacheOptions();
            var words = new TransformerWordFeaturesEstimator.Options { Model = encoder, Features = new() { Layers = layers }, Cache = cache };
            Report.Show(data, Measure(ml, data, words, request, cancel), encoder is not null && Path.GetFileName(encoder) == "all-MiniLM-L6-v2" && folder is not null && request.Rows is null);
            return 0;
        }
        finally
        {
            Directory.Delete(temporary, recursive: true);
        }
    }

    private static Result Measure(MLContext ml, EntityData data, TransformerWordFeaturesEstimator.Options words, TaggingRequest request, CancellationToken cancel)
    {
        var (train, dev, test) = (View(data.Train), View(data.Dev), View(data.Test));
        using var prepare = ml.Transforms.Conversion.MapValueToKey("Label", nameof(Sentence.Tags)).Append(ml.Transforms.Text.TransformerWordFeatures(words)).Fit(train);
        var options = new BiLstmSequenceTaggerTrainer.Options
        {
            HiddenSize = request.HiddenSize,
            LayerCount = request.LayerCount,
            Dropout = request.Dropout,
            ConditionalRandomField = !request.WithoutCrf,
            Scheme = request.WithoutCrf ? null : TagScheme.Iob2,
            ValidationSet = prepare.Transform(dev),
            Training = { Epochs = request.Epochs, BatchSize = request.BatchSize, LearningRate = request.LearningRate },
            Progress = new EpochLines(),
            CancellationToken = cancel,
        };
        var watch = Stopwatch.StartNew();
        AnsiConsole.MarkupLine("[grey]Reading the encoder's states of all words: a few minutes the first time, and kept for the next.[/]");
        using var tagger = ml.MulticlassClassification.Trainers.BiLstmSequenceTagger(options).Fit(prepare.Transform(train));
        var time = watch.Elapsed;
        return new(Judge(dev), Judge(test), time);

        EntityMetrics Judge(IDataView rows) => ml.MulticlassClassification.EvaluateEntities(tagger.Transform(prepare.Transform(rows)));
        IDataView View(IEnumerable<Sentence> sentences) => ml.Data.LoadFromEnumerable(sentences);
    }

    private sealed class EpochLines : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.Metrics is not { } metrics) return;
            AnsiConsole.MarkupLine($"[grey]epoch {value.Epoch,2}/{value.Epochs}  loss {value.Loss:F4}  dev F1 {metrics["F1"]:P2}  {value.RowsPerSecond:N0} sentences/s  {value.Elapsed:mm\\:ss}[/]");
        }
    }
}

/// <summary>What was found.</summary>
internal sealed record Result(EntityMetrics Dev, EntityMetrics Test, TimeSpan Time);

using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.TextClassification;
using Spectre.Console;

namespace MLNetTransfer.Examples;

internal sealed record TrainingRequest(string? Data, string? Checkpoint, string Save, int? Epochs, int? Rows, int Seed, int? Gpu, bool BesideRandom);

internal static class Training
{
    public static int Run(TrainingRequest request, CancellationToken cancel)
    {
        var gpu = request.Gpu ?? (Environment.GetEnvironmentVariable("MLNETTRANSFER_DEVICE") is "cuda" ? 0 : null);
        var ml = new MLContext(request.Seed) { GpuDeviceId = gpu, FallbackToCpu = gpu is null };
        var set = DataSet.Load(ml, request.Data);
        var recipe = Recipe.For(set);
        var rows = request.Rows is { } count ? ml.Data.TakeRows(ml.Data.ShuffleRows(set.Train, request.Seed), count) : set.Train;
        AnsiConsole.Write(new Rule($"[bold]{Markup.Escape(set.Title)}[/]").LeftJustified());
        AnsiConsole.MarkupLine($"Encoder: [bold]{Markup.Escape(request.Checkpoint is { } named ? Path.GetFileName(named.TrimEnd('/')) : "the one in the package")}[/], pretrained");

        var model = Fit(ml, rows, recipe, request, randomWeights: false, cancel);
        if (cancel.IsCancellationRequested) AnsiConsole.MarkupLine("[yellow]Stopped early; this is the best model so far.[/]");
        var scored = model.Transform(set.Test);
        Report.Show(ml, scored);
        if (request.BesideRandom && !cancel.IsCancellationRequested)
        {
            AnsiConsole.MarkupLine("The same network on the same rows, but from [bold]random weights[/]:");
            using var random = Fit(ml, rows, recipe, request, randomWeights: true, cancel);
            Report.Compare(ml, scored, random.Transform(set.Test));
        }

        ml.Model.SaveAtomic(model, rows.Schema, request.Save);
        AnsiConsole.MarkupLineInterpolated($"Saved to [bold]{request.Save}[/] ({new FileInfo(request.Save).Length / 1e6:N1} MB)");
        Prediction.Show(ml, model, recipe.Samples);
        return 0;
    }

    private static TransformerChain<KeyToValueMappingTransformer> Fit(MLContext ml, IDataView rows, Recipe recipe, TrainingRequest request, bool randomWeights, CancellationToken cancel)
    {
        var board = new TrainingBoard();
        var options = new TransformerTextClassificationTrainer.Options
        {
            Model = request.Checkpoint,
            RandomWeights = randomWeights,
            // The encoder in the package was taught by the mean of its states.
            HeadPooling = request.Checkpoint is null ? TokenPooling.Mean : null,
            Progress = board,
            CancellationToken = cancel,
            Training = { Epochs = request.Epochs ?? recipe.Epochs, LearningRate = recipe.LearningRate * (request.Checkpoint is null ? 2 : 1) },
        };
        var pipeline = ml.Transforms.Conversion.MapValueToKey("Label")
            .Append(ml.MulticlassClassification.Trainers.TransformerTextClassification(options))
            .Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel", "PredictedLabel"));
        return board.Watch(() => pipeline.Fit(rows));
    }
}

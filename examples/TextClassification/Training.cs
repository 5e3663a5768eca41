using Microsoft.ML;
using MLNetTransfer.TextClassification;
using Spectre.Console;

namespace MLNetTransfer.Examples;

internal sealed record TrainingRequest(string? Data, string? Checkpoint, string Save, int? Epochs, int? Rows, int Seed, int? Gpu);

internal static class Training
{
    public static int Run(TrainingRequest request, CancellationToken cancel)
    {
        var gpu = request.Gpu ?? (Environment.GetEnvironmentVariable("MLNETTRANSFER_DEVICE") is "cuda" ? 0 : null);
        var ml = new MLContext(request.Seed) { GpuDeviceId = gpu, FallbackToCpu = gpu is null };
        var set = DataSet.Load(ml, request.Data);
        var recipe = Recipe.For(set);
        var rows = request.Rows is { } count ? ml.Data.TakeRows(ml.Data.ShuffleRows(set.Train, request.Seed), count) : set.Train;
        var pretrained = request.Checkpoint ?? Shared.Find("weights/all-MiniLM-L6-v2");
        AnsiConsole.Write(new Rule($"[bold]{Markup.Escape(set.Title)}[/]").LeftJustified());
        AnsiConsole.MarkupLine(pretrained is null
            ? "[yellow]No pretrained weights here: this trains a small BERT from random weights, which learns far less from so few rows than a pretrained one.[/]\n[grey]Name one: --checkpoint sentence-transformers/all-MiniLM-L6-v2[/]"
            : $"Encoder: [bold]{Markup.Escape(Path.GetFileName(pretrained))}[/], pretrained");

        var board = new TrainingBoard();
        var options = new TransformerTextClassificationTrainer.Options
        {
            Model = pretrained ?? Path.Combine(Shared.Examples, "data", "tiny-bert"),
            RandomWeights = pretrained is null,
            Progress = board,
            CancellationToken = cancel,
            Training = { Epochs = request.Epochs ?? recipe.Epochs * (pretrained is null ? 3 : 1), LearningRate = pretrained is null ? 1e-3 : recipe.LearningRate },
        };
        var pipeline = ml.Transforms.Conversion.MapValueToKey("Label")
            .Append(ml.MulticlassClassification.Trainers.TransformerTextClassification(options))
            .Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel", "PredictedLabel"));

        ITransformer model = board.Watch(() => pipeline.Fit(rows));
        if (cancel.IsCancellationRequested) AnsiConsole.MarkupLine("[yellow]Stopped early; this is the best model so far.[/]");

        Report.Show(ml, model.Transform(set.Test));
        ml.Model.SaveAtomic(model, rows.Schema, request.Save);
        AnsiConsole.MarkupLineInterpolated($"Saved to [bold]{request.Save}[/] ({new FileInfo(request.Save).Length / 1e6:N1} MB)");
        Prediction.Show(ml, model, recipe.Samples);
        return 0;
    }
}

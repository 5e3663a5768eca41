using System.Globalization;
using Microsoft.ML;
using MLNetTransfer.Engine;
using MLNetTransfer.Features;
using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Training;
using MLNetTransfer.TextClassification;
using Spectre.Console;

namespace MLNetTransfer.Examples;

internal sealed record ComparisonRequest(
    string Data, string? Checkpoint, int Labelled, int Unlabelled, int Test, int MaxTokens, int PretrainingEpochs, double MaskedShare, double PretrainingRate, double LayerRateDecay, int Epochs, double Rate, int Seeds, int FirstSeed, string? Folder);

/// <summary>The same encoder fine-tuned on the same rows, as it is and after it has read the domain's text.</summary>
internal static class Comparison
{
    public static int Run(ComparisonRequest request, CancellationToken cancel)
    {
        var ml = new MLContext(0);
        var set = DataSet.Load(ml, request.Data);
        var text = set.Name == "imdb" ? DataSet.UnlabelledReviews(ml) : set.Train;
        var test = ml.Data.TakeRows(ml.Data.ShuffleRows(set.Test, seed: 0), request.Test);
        AnsiConsole.Write(new Rule($"[bold]{Markup.Escape(set.Title)}[/]").LeftJustified());
        var folder = request.Folder ?? Directory.CreateTempSubdirectory("mlnettransfer-adapted-").FullName;
        try
        {
            // config.json comes last: a folder that has one is whole.
            if (File.Exists(Path.Combine(folder, "config.json"))) AnsiConsole.WriteLine($"pretrained further before: {folder}");
            else Pretrain(ml, ml.Data.TakeRows(text, request.Unlabelled), request, folder, cancel);
            var table = new Table().Border(TableBorder.Rounded).AddColumn("seed").AddColumn(new TableColumn("fine-tuned").RightAligned()).AddColumn(new TableColumn("pretrained further, fine-tuned").RightAligned());
            double[] alone = new double[request.Seeds], after = new double[request.Seeds];
            for (int i = 0; i < request.Seeds; i++)
            {
                int seed = request.FirstSeed + i;
                alone[i] = Accuracy(set, test, request.Checkpoint, request, seed, cancel);
                after[i] = Accuracy(set, test, folder, request, seed, cancel);
                table.AddRow(seed.ToString(CultureInfo.InvariantCulture), Show(alone[i]), Show(after[i]));
                AnsiConsole.WriteLine($"seed {seed}: {Show(alone[i])} alone, {Show(after[i])} after further pretraining");
            }
            table.AddRow("mean", Show(alone.Average()), Show(after.Average()));
            AnsiConsole.Write(table.Title($"Accuracy on {request.Test:N0} test rows at most, {request.Labelled:N0} labelled rows"));
        }
        finally
        {
            if (request.Folder is null) Directory.Delete(folder, recursive: true);
        }
        return 0;
    }

    private static void Pretrain(MLContext ml, IDataView text, ComparisonRequest request, string folder, CancellationToken cancel)
    {
        // Features of text that is not needed any further: what counts is the folder.
        var options = new TransformerFeaturesEstimator.Options
        {
            Model = request.Checkpoint,
            InputColumnName = "Text",
            Features = new() { Pooling = [TokenPooling.Pooler] },
            CancellationToken = cancel,
            FurtherPretraining = new FurtherPretrainingOptions
            {
                Rows = { MaxTokens = request.MaxTokens, MaskedShare = request.MaskedShare },
                Training = { Epochs = request.PretrainingEpochs, LearningRate = request.PretrainingRate, LayerRateDecay = request.LayerRateDecay, CheckpointFolder = request.Folder is null ? null : folder + ".state", CheckpointEverySteps = 100 },
                HeldOutFraction = 0.05,
                OutputFolder = folder,
                Progress = new Listener(),
            },
        };
        ml.Transforms.Text.TransformerFeatures(options).Fit(text).Dispose();
    }

    private static double Accuracy(DataSet set, IDataView test, string? model, ComparisonRequest request, int seed, CancellationToken cancel)
    {
        var ml = new MLContext(seed);
        var rows = ml.Data.TakeRows(ml.Data.ShuffleRows(set.Train, seed), request.Labelled);
        var options = new TransformerTextClassificationTrainer.Options
        {
            Model = model,
            SecondTextColumnName = set.IsPairs ? "SecondText" : null,
            Truncation = { MaxTokens = request.MaxTokens },
            // The encoder in the package was taught by the mean of its states.
            HeadPooling = request.Checkpoint is null ? TokenPooling.Mean : null,
            CancellationToken = cancel,
            Training = { Epochs = request.Epochs, LearningRate = request.Rate },
        };
        var pipeline = ml.Transforms.Conversion.MapValueToKey("Label").Append(ml.MulticlassClassification.Trainers.TransformerTextClassification(options));
        using var fitted = pipeline.Fit(rows);
        return ml.MulticlassClassification.Evaluate(fitted.Transform(test)).MicroAccuracy;
    }

    private static string Show(double share) => share.ToString("P2", CultureInfo.InvariantCulture);

    private sealed class Listener : IProgress<TrainingProgress>
    {
        private TimeSpan _last = TimeSpan.FromMinutes(-1);

        public void Report(TrainingProgress value)
        {
            if (value.Metrics is null && value.Elapsed - _last < TimeSpan.FromSeconds(20)) return;
            _last = value.Elapsed;
            var perplexity = value.Metrics is { } metrics ? string.Create(CultureInfo.InvariantCulture, $", held-out perplexity {metrics["Perplexity"]:F2}") : "";
            AnsiConsole.WriteLine(string.Create(CultureInfo.InvariantCulture, $"pretraining: step {value.Step} of {value.TotalSteps}, loss {value.Loss:F3}, {value.TokensPerSecond:F0} tokens/s, {value.Remaining.TotalMinutes:F1} min left{perplexity}"));
        }
    }
}

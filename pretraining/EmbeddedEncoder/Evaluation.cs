using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.ML;
using Microsoft.ML.Trainers;
using MLNetTransfer.Examples;
using MLNetTransfer.Features;
using MLNetTransfer.Modeling.Checkpoints;
using MLNetTransfer.Modeling.Families;
using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Pretraining;
using MLNetTransfer.TextClassification;
using Spectre.Console;

namespace MLNetTransfer.EmbeddedEncoder;

/// <summary>How an encoder is used.</summary>
internal enum TransferWay
{
    /// <summary>Fixed vectors, a linear trainer.</summary>
    Features,

    /// <summary>The whole network.</summary>
    FineTuning,
}

internal sealed record EvaluationRequest(string Data, int Labels, int Seeds, TransferWay Way, int Epochs, double Rate, float L2, bool Dev);

/// <summary>What few labels give, by the encoder and by the same network from random weights.</summary>
internal static class Evaluation
{
    private const int DevRows = 2000;

    public static void Run(string encoder, EvaluationRequest request)
    {
        string random = Directory.CreateTempSubdirectory("mlnettransfer-random-").FullName;
        try
        {
            WriteRandom(encoder, random);
            double[] ours = new double[request.Seeds], chance = new double[request.Seeds];
            for (int seed = 0; seed < request.Seeds; seed++)
            {
                (ours[seed], chance[seed]) = (Accuracy(encoder, request, seed), Accuracy(random, request, seed));
                AnsiConsole.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{request.Data}, {request.Labels} a class, {request.Way}, sample {seed}: {ours[seed]:P2}, from random weights {chance[seed]:P2}"));
            }
            AnsiConsole.WriteLine($"{request.Data}, {request.Labels} a class, {request.Way}{(request.Dev ? ", on other training rows" : "")}: {Show(ours)}, from random weights {Show(chance)}");
        }
        finally
        {
            Directory.Delete(random, recursive: true);
        }
    }

    private static double Accuracy(string model, EvaluationRequest request, int seed)
    {
        var ml = new MLContext(seed);
        DataSet set = DataSet.Load(ml, request.Data);
        Row[] all = [.. ml.Data.CreateEnumerable<Row>(set.Train, reuseRowObject: false)];
        HashSet<int> chosen = [.. File.ReadLines(Required($"data/fewshot/{request.Data}.{request.Labels}.{seed}.txt")).Where(l => l.Length > 0).Select(l => int.Parse(l, CultureInfo.InvariantCulture))];
        IDataView train = ml.Data.LoadFromEnumerable(chosen.Order().Select(i => all[i]).ToList());
        IDataView test = request.Dev
            ? ml.Data.TakeRows(ml.Data.ShuffleRows(ml.Data.LoadFromEnumerable(all.Where((_, i) => !chosen.Contains(i)).ToList()), seed: 1), DevRows)
            : set.Test;
        IEstimator<ITransformer> pipeline = ml.Transforms.Conversion.MapValueToKey("Label");
        pipeline = request.Way == TransferWay.Features
            ? pipeline.Append(ml.Transforms.Text.TransformerFeatures(new TransformerFeaturesEstimator.Options { InputColumnName = "Text", Model = model, Features = new() { Normalize = true } }))
                .Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(new LbfgsMaximumEntropyMulticlassTrainer.Options { L1Regularization = 0, L2Regularization = request.L2, MaximumNumberOfIterations = 300 }))
            : pipeline.Append(ml.MulticlassClassification.Trainers.TransformerTextClassification(new TransformerTextClassificationTrainer.Options
            {
                Model = model,
                HeadPooling = TokenPooling.Mean,
                Truncation = { MaxTokens = 64 },
                Training = { Epochs = request.Epochs, LearningRate = request.Rate, BatchSize = 16 },
            }));
        ITransformer fitted = pipeline.Fit(train);
        double accuracy = ml.MulticlassClassification.Evaluate(fitted.Transform(test)).MicroAccuracy;
        (fitted as IDisposable)?.Dispose();
        return accuracy;
    }

    // The same network as one would begin to train it without a pretrained one.
    private static void WriteRandom(string encoder, string folder)
    {
        var config = JsonNode.Parse(File.ReadAllText(Path.Combine(encoder, "config.json")))!.AsObject();
        using var model = LanguageModels.Create(config, HeadKind.Pretraining, seed: 7);
        CheckpointWriter.Write(folder, config, model.Encoder, FamilyRegistry.Find(config).NamesOf(model.Encoder.Config));
        foreach (string name in new[] { "tokenizer.json", "tokenizer_config.json" }) File.Copy(Path.Combine(encoder, name), Path.Combine(folder, name));
    }

    private static string Required(string relative) => Shared.Find(relative) ?? throw new DirectoryNotFoundException($"There is no {relative} in the shared folder (set MLNETTRANSFER_SHARED).");

    private static string Show(double[] accuracies)
    {
        double mean = accuracies.Average(), spread = Math.Sqrt(accuracies.Average(a => (a - mean) * (a - mean)));
        return string.Create(CultureInfo.InvariantCulture, $"{mean:F3} \u00b1 {spread:F3}");
    }

    private sealed class Row
    {
        public string Text { get; set; } = "";

        public string Label { get; set; } = "";
    }
}

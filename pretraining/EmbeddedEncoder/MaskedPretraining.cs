using System.Text.Json.Nodes;
using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Pretraining;
using MLNetTransfer.Modeling.Tokenization;
using MLNetTransfer.Modeling.Training;
using Spectre.Console;
using TorchSharp;

namespace MLNetTransfer.EmbeddedEncoder;

/// <summary>Masked language modelling from random weights, or from token embeddings that a larger encoder gives.</summary>
internal static class MaskedPretraining
{
    public static void Run(string work, RunLimits limits, int maxTokens, string? teacher)
    {
        var folders = new Folders(work);
        TextTokenizer tokenizer = TextTokenizer.Load(folders.Tokenizer);
        using TokenCorpus training = TokenCorpus.Open(folders.Training), heldOut = TokenCorpus.Open(folders.HeldOut);
        var config = JsonNode.Parse(File.ReadAllText(folders.Config))!.AsObject();
        // A small network that meets its text a few times has nothing to forget: dropout would only slow it.
        config["hidden_dropout_prob"] = 0.0;
        config["attention_probs_dropout_prob"] = 0.0;
        using var model = (MaskedLanguageModel)LanguageModels.Create(config, HeadKind.MaskedLanguageModel);
        if (teacher is not null) SetEmbeddings(model, TokenVectors.Of(tokenizer, teacher, model.Encoder.Config.HiddenSize));
        PretrainingTask task = PretrainingTask.MaskedTokens(model, tokenizer, training, heldOut, new PretrainingOptions { MaxTokens = maxTokens });
        TrainingOptions options = Training.Options(limits, folders.State("pretrain"), evaluateEverySteps: 250);
        (options.Beta2, options.WeightDecay, options.Epsilon, options.WarmupRatio, options.RestoreBest) = (0.98, 0.01, 1e-6, 0.05, false);
        TrainingResult result = Training.Run(task, options, folders.Curve("pretrain"));
        if (result.End == TrainingEnd.Completed) LanguageModels.Save(folders.Pretrained, model, HeadKind.MaskedLanguageModel, tokenizer);
        AnsiConsole.WriteLine($"{result.End} after {result.Steps:N0} steps; perplexity {result.BestMetrics?[PretrainingTask.Perplexity]:F2} at step {result.BestStep:N0}");
    }

    private static void SetEmbeddings(MaskedLanguageModel model, float[] values)
    {
        using var noGradients = torch.no_grad();
        var table = model.Encoder.named_parameters().Single(p => p.Item1 == "embeddings.tokens.table.weight").Item2;
        using var first = torch.tensor(values, table.shape);
        table.copy_(first);
    }
}

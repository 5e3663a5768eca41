using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Pretraining;
using MLNetTransfer.Modeling.Tokenization;
using MLNetTransfer.Modeling.Training;
using Spectre.Console;

namespace MLNetTransfer.EmbeddedEncoder;

/// <summary>The vectors that a larger encoder makes of short texts, taught to the pretrained one.</summary>
internal static class Distillation
{
    private const int MaxTokens = 64, HeldOut = 2_000;

    public static void Run(string work, int count, RunLimits limits)
    {
        var folders = new Folders(work);
        string[] texts = TeacherVectors.Choose(folders, count);
        Half[] vectors = TeacherVectors.Read(texts.Length, folders);

        TextTokenizer tokenizer = TextTokenizer.Load(folders.Pretrained);
        var rows = new RowTokenizer(tokenizer, new TruncationOptions { MaxTokens = MaxTokens });
        // The head of this objective has a pooler, which learns along.
        using var model = (PretrainingModel)LanguageModels.Open(folders.Pretrained, HeadKind.Pretraining);
        using var task = new SentenceDistillation(model.Encoder, rows.Tokenize(texts), vectors, HeldOut);
        TrainingOptions options = Training.Options(limits, folders.State("distill"), evaluateEverySteps: 250);
        (options.WeightDecay, options.WarmupRatio, options.RestoreBest) = (0.01, 0.05, false);
        TrainingResult result = Training.Run(task, options, folders.Curve("distill"));
        if (result.End == TrainingEnd.Completed) LanguageModels.Save(folders.Distilled, model, HeadKind.Pretraining, tokenizer);
        AnsiConsole.WriteLine($"{result.End} after {result.Steps:N0} steps; cosine {result.BestMetrics?[SentenceDistillation.Cosine]:F4} at step {result.BestStep:N0}");
    }
}

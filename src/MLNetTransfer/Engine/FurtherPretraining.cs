using Microsoft.ML;
using MLNetTransfer.DataViews;
using MLNetTransfer.Modeling.Checkpoints;
using MLNetTransfer.Modeling.Families;
using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Pretraining;
using MLNetTransfer.Modeling.Tokenization;
using MLNetTransfer.Modeling.Training;
using TorchSharp;
using TorchSharp.Modules;

namespace MLNetTransfer.Engine;

/// <summary>Teaches the encoder of a task's network from text alone, in place.</summary>
internal static class FurtherPretraining
{
    /// <param name="options">How.</param>
    /// <param name="model">The network whose encoder learns.</param>
    /// <param name="request">Where the network came from.</param>
    /// <param name="source">Where its files are.</param>
    /// <param name="input">The rows that Fit was given.</param>
    /// <param name="textColumn">The column that the task reads.</param>
    /// <param name="run">Runs the loop and tells the log.</param>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing or of the wrong type.</exception>
    /// <exception cref="ArgumentException">The text makes no row to learn from, or an option does not fit the encoder.</exception>
    /// <exception cref="NotSupportedException">The family does not learn the objective.</exception>
    public static void Run(FurtherPretrainingOptions options, TextModel model, PretrainedRequest request, ModelSource source, IDataView input, string textColumn, Func<ITrainingTask, TrainingOptions, IProgress<TrainingProgress>?, TrainingResult> run)
    {
        PretrainingObjective objective = Choose(options.Objective, model.Family, model.Network.Encoder.Config.ModelType);
        HeadKind head = HeadOf(objective);
        IDataView view = options.Data ?? input;
        var texts = new TextColumns(options.TextColumnName ?? textColumn, SecondText: null);
        texts.In(view.Schema);
        using TaskModel network = request.RandomWeights ? LanguageModels.Create(model.Network.Encoder.Config.Source, head, request.Seed) : Open(source, head, request.Seed);
        network.to(request.Device);
        string work = Directory.CreateTempSubdirectory("mlnettransfer-").FullName;
        try
        {
            int every = options.HeldOutFraction > 0 ? Math.Max(2, (int)Math.Round(1 / options.HeldOutFraction)) : 0;
            var (training, heldOut) = TokenCorpus.CreateSplit(work, model.Tokenizer, Documents(view, texts), every, request.Cancellation);
            using (training)
            using (heldOut)
            {
                request.Info($"Further pretraining ({objective}) on {training.TokenCount:N0} tokens of {training.DocumentCount:N0} documents.");
                ITrainingTask task = TaskOf(network, model.Tokenizer, training, heldOut is { TokenCount: > 0 } ? heldOut : null, options);
                using (task as IDisposable) run(task, options.Training, options.Progress);
            }
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }

        Copy(network.Encoder, model.Network.Encoder);
        if (options.OutputFolder is { } output) Save(output, network, head, model);
    }

    private static TaskModel Open(ModelSource source, HeadKind head, long seed)
    {
        using var checkpoint = source.OpenWeights();
        return LanguageModels.Open(checkpoint, head, seed);
    }

    private static IEnumerable<IReadOnlyList<string>> Documents(IDataView view, TextColumns texts)
    {
        var columns = texts.In(view.Schema);
        using var cursor = view.GetRowCursor(columns);
        var read = TextColumns.Reader(cursor, columns);
        while (cursor.MoveNext()) yield return read().Text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    private static PretrainingObjective Choose(PretrainingObjective asked, IFamily family, string modelType)
    {
        PretrainingObjective[] known = [.. Enum.GetValues<PretrainingObjective>().Where(o => o != PretrainingObjective.Auto && family.Heads.Contains(HeadOf(o)))];
        if (asked == PretrainingObjective.Auto && known.Length > 0) return known[0];
        if (known.Contains(asked)) return asked;
        throw new NotSupportedException(known.Length == 0
            ? $"{modelType} models learn none of the objectives of FurtherPretraining. Leave the option out."
            : $"{modelType} models do not learn the objective {asked}. Set the option FurtherPretraining.Objective to {string.Join(" or ", known)}.");
    }

    private static HeadKind HeadOf(PretrainingObjective objective) => objective switch
    {
        PretrainingObjective.MaskedTokens => HeadKind.MaskedLanguageModel,
        PretrainingObjective.MaskedTokensAndNextSentence => HeadKind.Pretraining,
        PretrainingObjective.NextTokens => HeadKind.CausalLanguageModel,
        _ => HeadKind.ConditionalGeneration,
    };

    private static ITrainingTask TaskOf(TaskModel network, TextTokenizer tokenizer, TokenCorpus training, TokenCorpus? heldOut, FurtherPretrainingOptions options) => network switch
    {
        MaskedLanguageModel masked => PretrainingTask.MaskedTokens(masked, tokenizer, training, heldOut, options.Rows),
        PretrainingModel both => PretrainingTask.MaskedTokensAndNextSentence(both, tokenizer, training, heldOut, options.Rows),
        CausalLanguageModel causal => PretrainingTask.NextTokens(causal, tokenizer, training, heldOut, options.Rows),
        ConditionalGenerationModel answers => PretrainingTask.SpanCorruption(answers, tokenizer, training, heldOut, options.Rows),
        RecurrentLanguageModel recurrent => new RecurrentLanguageTask(recurrent, training, heldOut, options.Streams),
        _ => throw new NotSupportedException($"{network.Encoder.Config.ModelType} models learn none of the objectives of FurtherPretraining. Leave the option out."),
    };

    // The language model, and what only the task's encoder has, such as a pooler: the next task may ask for it.
    private static void Save(string folder, TaskModel network, HeadKind head, TextModel model)
    {
        var names = model.Family.NamesOf(network.Encoder.Config, head);
        IEnumerable<(string Name, Parameter Parameter)> learnt = network.Encoder.named_parameters(), before = model.Network.Encoder.named_parameters();
        var others = before.ExceptBy(learnt.Select(p => p.Name), p => p.Name).Select(p => KeyValuePair.Create(names.ToCheckpoint("encoder." + p.Name), (torch.Tensor)p.Parameter));
        model.Tokenizer.Save(folder);
        CheckpointWriter.Write(folder, network.Encoder.Config.Source, [.. CheckpointWriter.Collect(network, names), .. others]);
    }

    // What only the task's encoder has, such as a pooler, stays as it is.
    private static void Copy(Encoder from, Encoder to)
    {
        using var noGradients = torch.no_grad();
        var targets = to.state_dict();
        foreach (var (name, value) in from.state_dict())
            if (targets.TryGetValue(name, out var target)) target.copy_(value);
    }
}

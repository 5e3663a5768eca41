using System.Text.Json.Nodes;
using MLNetTransfer.Modeling.Families;
using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Layers;
using MLNetTransfer.Modeling.Tokenization;
using MLNetTransfer.Modeling.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Pretraining;

/// <summary>
/// ULMFiT, stage by stage: a language model of general text, its adaptation to the target's text, and a classifier on the adapted encoder. Any stage may be left out, and each may be gone through
/// forwards and backwards, for two classifiers whose predictions <see cref="UlmfitClassifier.Predict(IReadOnlyList{UlmfitClassifier}, IReadOnlyList{string}, CancellationToken)"/> averages.
/// </summary>
/// <remarks>Howard and Ruder, "Universal language model fine-tuning for text classification" (2018). Corpora are best made of documents of one line each, for a line is a text with a beginning.</remarks>
public static class Ulmfit
{
    /// <summary>The first stage: a language model from nothing.</summary>
    /// <param name="tokenizer">The tokenizer that made the corpora, as <see cref="Tokenization.Fastai.FastaiVocabulary.Train"/> makes it of general text.</param>
    /// <param name="training">General text to learn from.</param>
    /// <param name="heldOut">General text to validate on; null: no validation.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="progress">Gets reports.</param>
    /// <param name="cancellation">Ends the training, with the best weights so far.</param>
    /// <returns>The language model, the caller's to dispose.</returns>
    /// <inheritdoc cref="TrainingLoop.Run" path="/exception"/>
    public static UlmfitLanguageModel Pretrain(
        TextTokenizer tokenizer, TokenCorpus training, TokenCorpus? heldOut = null, UlmfitOptions? options = null, IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        UlmfitLanguageModel model = Create(tokenizer, options);
        return Train(model, training, heldOut, options ?? new(), o => o.Pretraining, progress, cancellation);
    }

    /// <summary>A language model with random weights: where nothing is pretrained.</summary>
    /// <param name="tokenizer">The tokenizer.</param>
    /// <param name="options">Its sizes; null for the defaults.</param>
    /// <returns>The language model, the caller's to dispose.</returns>
    /// <exception cref="InvalidDataException">A size is out of range.</exception>
    public static UlmfitLanguageModel Create(TextTokenizer tokenizer, UlmfitOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        options ??= new();
        var model = (RecurrentLanguageModel)LanguageModels.Create(options.Config(tokenizer.VocabularySize), HeadKind.CausalLanguageModel, options.Pretraining.SeedOrDefault);
        model.to(options.Device);
        return new UlmfitLanguageModel(model, tokenizer, training: null);
    }

    /// <summary>The second stage: a language model goes on with the target's text. Its words keep their vectors, and words that are new begin with the mean of all.</summary>
    /// <param name="general">The language model of the first stage; it stays as it is.</param>
    /// <param name="tokenizer">The tokenizer that made the corpora: one of the target's words, or the general model's own.</param>
    /// <param name="training">The target's text to learn from; no labels are needed.</param>
    /// <param name="heldOut">The target's text to validate on; null: no validation.</param>
    /// <param name="options">How; null for the defaults. Sizes and direction are the general model's.</param>
    /// <param name="progress">Gets reports.</param>
    /// <param name="cancellation">Ends the training, with the best weights so far.</param>
    /// <returns>The adapted language model, the caller's to dispose.</returns>
    /// <inheritdoc cref="TrainingLoop.Run" path="/exception"/>
    public static UlmfitLanguageModel Adapt(
        UlmfitLanguageModel general, TextTokenizer tokenizer, TokenCorpus training, TokenCorpus? heldOut = null, UlmfitOptions? options = null, IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(general);
        ArgumentNullException.ThrowIfNull(tokenizer);
        options ??= new();
        JsonObject config = WithDropout(general.Config, options.AdaptationDropout);
        config["vocab_sz"] = tokenizer.VocabularySize;
        var model = (RecurrentLanguageModel)LanguageModels.Create(config, HeadKind.CausalLanguageModel);
        model.to(options.Device);
        VocabularyTransfer.Copy(general, model, tokenizer);
        return Train(new UlmfitLanguageModel(model, tokenizer, training: null), training, heldOut, options, o => o.Adaptation, progress, cancellation);
    }

    /// <summary>The third stage: a classifier with concat pooling on the language model's encoder.</summary>
    /// <param name="languageModel">The language model of the second stage, or of the first, or one with random weights; it stays as it is.</param>
    /// <param name="texts">The texts to learn from.</param>
    /// <param name="labels">Their classes, from 0.</param>
    /// <param name="classCount">How many classes there are, at least 2.</param>
    /// <param name="validation">Texts and classes to validate on; null: no validation.</param>
    /// <param name="options">How; null for the defaults. Sizes and direction are the language model's.</param>
    /// <param name="progress">Gets reports.</param>
    /// <param name="cancellation">Ends the training, with the best weights so far.</param>
    /// <returns>The classifier, the caller's to dispose.</returns>
    /// <inheritdoc cref="TrainingLoop.Run" path="/exception"/>
    public static UlmfitClassifier TrainClassifier(
        UlmfitLanguageModel languageModel, IReadOnlyList<string> texts, IReadOnlyList<int> labels, int classCount, (IReadOnlyList<string> Texts, IReadOnlyList<int> Labels)? validation = null,
        UlmfitOptions? options = null, IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(languageModel);
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 2);
        options ??= new();
        JsonObject config = WithDropout(languageModel.Config, options.ClassifierDropout);
        IFamily family = FamilyRegistry.Find(config);
        EncoderConfig read = family.ReadConfig(config);
        if (options.MaxTokens < 1 || options.MaxTokens > read.MaxPositions)
            throw new ArgumentOutOfRangeException(nameof(options), options.MaxTokens, $"The option {nameof(UlmfitOptions.MaxTokens)} must be from 1 to {read.MaxPositions}.");
        var model = (SequenceClassificationModel)family.CreateModel(read, new HeadOptions(HeadKind.SequenceClassification, classCount));
        using (var generator = new Generator((ulong)options.Classification.SeedOrDefault)) ParameterInitializer.Initialize(model, read.InitializerRange, generator);
        model.to(options.Device);
        VocabularyTransfer.CopyAll(languageModel.Model.Encoder, model.Encoder);
        var classifier = new UlmfitClassifier(model, languageModel.Tokenizer, languageModel.Backward, options.MaxTokens);
        try
        {
            LabeledRows? held = validation is { } given ? new LabeledRows(classifier.Rows(given.Texts), given.Labels) : null;
            using var task = new TextClassificationTask(model, new LabeledRows(classifier.Rows(texts), labels), held);
            classifier.Training = new TrainingLoop().Run(task, options.Classification, progress, cancellation);
            return classifier;
        }
        catch
        {
            classifier.Dispose();
            throw;
        }
    }

    private static UlmfitLanguageModel Train(
        UlmfitLanguageModel model, TokenCorpus training, TokenCorpus? heldOut, UlmfitOptions options, Func<UlmfitOptions, TrainingOptions> stage, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        try
        {
            using var task = new RecurrentLanguageTask(model.Model, training, heldOut, options.Text.In(model.Backward));
            return new UlmfitLanguageModel(model.Model, model.Tokenizer, new TrainingLoop().Run(task, stage(options), progress, cancellation));
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    private static JsonObject WithDropout(JsonObject config, double multiplier)
    {
        var copy = (JsonObject)config.DeepClone();
        copy[UlmfitLanguageModel.DropoutKey] = multiplier;
        return copy;
    }
}

using MLNetTransfer.Modeling.Pretraining;
using MLNetTransfer.Modeling.Training;

namespace MLNetTransfer.Examples;

/// <summary>What was asked for on the command line.</summary>
internal sealed record Request(string Data, string? Folder, bool BothDirections, int? GeneralSteps, int? TargetSteps, int? Epochs, int? Rows, int? TestRows, int Tokens, int Seed);

/// <summary>Goes through the stages, and classifies with all of them, with the first alone and with none.</summary>
internal static class Comparison
{
    public static int Run(Request request, CancellationToken cancellation)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        void Say(string line) => Console.WriteLine($"{clock.Elapsed:hh\\:mm\\:ss} {line}");

        string folder = request.Folder ?? Directory.CreateTempSubdirectory("ulmfit").FullName;
        try
        {
            Compare(request, new Workshop(folder, Say), Say, cancellation);
            return 0;
        }
        catch (OperationCanceledException e)
        {
            Say(e.Message);
            return 1;
        }
        finally
        {
            if (request.Folder is null) Directory.Delete(folder, recursive: true);
        }
    }

    private static void Compare(Request request, Workshop workshop, Action<string> say, CancellationToken cancellation)
    {
        TextData data = TextData.Load(request.Data);
        bool large = request.Data == "imdb";
        // Reviews repeat themselves: fewer words say as much, and the softmax over them is most of a step.
        (int generalWordCount, int targetWordCount) = large ? (15_000, 6_000) : (2_000, 2_000);
        Labelled train = data.Train.Sample(request.Rows ?? (large ? 2_000 : null), request.Seed), test = data.Test.Sample(request.TestRows, request.Seed);
        var (generalWords, general, generalHeld) = workshop.Corpora("general", data.General, [], generalWordCount, cancellation);
        var (targetWords, target, targetHeld) = workshop.Corpora("target", data.Target, train.Texts, targetWordCount, cancellation);
        using var owned = new Owned([general, generalHeld, target, targetHeld]);

        var accuracies = new Dictionary<string, (List<UlmfitClassifier> Classifiers, double Accuracy)>();
        foreach (bool backward in request.BothDirections ? new[] { false, true } : [false])
        {
            UlmfitOptions options = Sizes(request, large, backward);
            using UlmfitLanguageModel first = workshop.Model("general", backward, (state, progress) =>
                Ulmfit.Pretrain(generalWords, general, generalHeld, With(options, o => o.Pretraining, state, request.GeneralSteps), progress, cancellation));
            using UlmfitLanguageModel second = workshop.Model("target", backward, (state, progress) =>
                Ulmfit.Adapt(first, targetWords, target, targetHeld, With(options, o => o.Adaptation, state, request.TargetSteps), progress, cancellation));
            using UlmfitLanguageModel none = Ulmfit.Create(targetWords, options);

            // What is made to keep what was learnt may be no good where there is nothing to keep: there, all layers learn at one rate from the beginning as well.
            UlmfitOptions plain = Sizes(request, large, backward);
            (plain.Classification.DiscriminativeRatio, plain.Classification.GradualUnfreezing, plain.Classification.LearningRate) = (1, false, 3e-3);
            foreach (var (name, model, how) in new[] { ("three stages", second, options), ("without adaptation", first, options), ("without pretraining", none, options), ("without, at one rate", none, plain) })
            {
                how.Classification.CheckpointFolder = workshop.StateOf($"{name}, {train.Texts.Length} rows, seed {request.Seed}", backward);
                var progress = new Progress($"classifier, {name}, {(backward ? "backward" : "forward")}", say);
                UlmfitClassifier classifier = Ulmfit.TrainClassifier(model, train.Texts, train.Labels, data.ClassCount, options: how, progress: progress, cancellation: cancellation);
                if (classifier.Training!.Cancelled) throw new OperationCanceledException("ended while a classifier was trained.");
                double accuracy = Accuracy([classifier], test, cancellation);
                say($"{name}, {(backward ? "backward" : "forward")}: accuracy {accuracy:P2} on {test.Texts.Length:N0} texts");
                List<UlmfitClassifier> all = accuracies.TryGetValue(name, out var before) ? [.. before.Classifiers, classifier] : [classifier];
                accuracies[name] = (all, all.Count == 1 ? accuracy : Accuracy(all, test, cancellation));
            }
        }

        say($"{train.Texts.Length:N0} labelled texts, seed {request.Seed}{(request.BothDirections ? ", both directions averaged" : "")}:");
        foreach (var (name, (classifiers, accuracy)) in accuracies)
        {
            say($"  {name,-20} {accuracy:P2}");
            classifiers.ForEach(c => c.Dispose());
        }
    }

    private static UlmfitOptions Sizes(Request request, bool large, bool backward)
    {
        var options = new UlmfitOptions
        {
            EmbeddingSize = large ? 200 : 64, HiddenSize = large ? 400 : 96, LayerCount = 2, Backward = backward, MaxTokens = request.Tokens,
            // A small network that reads each text about once: little to drop.
            PretrainingDropout = 0.3, AdaptationDropout = large ? 0.1 : 0.4, ClassifierDropout = 0.5,
            Text = new() { StreamCount = large ? 32 : 8, WindowSize = large ? 70 : 20 },
        };
        (options.Pretraining.Epochs, options.Adaptation.Epochs) = large ? (1, 1) : (8, 8);
        // Discriminative rates keep what a long pretraining taught; after a short one, words have more to learn than to lose.
        if (large) options.Adaptation.DiscriminativeRatio = 1;
        (options.Classification.Epochs, options.Classification.BatchSize) = (request.Epochs ?? (large ? 6 : 12), large ? 32 : 16);
        foreach (TrainingOptions training in new[] { options.Pretraining, options.Adaptation, options.Classification }) training.Seed = request.Seed;
        return options;
    }

    private static UlmfitOptions With(UlmfitOptions options, Func<UlmfitOptions, TrainingOptions> stage, string state, int? steps)
    {
        TrainingOptions training = stage(options);
        // A thousand epochs are more than any number of steps: it is the steps that end the run.
        if (steps is { } count) (training.MaxSteps, training.Epochs) = (count, 1_000);
        (training.CheckpointFolder, training.CheckpointEverySteps, training.EvaluateEverySteps) = (state, 200, 500);
        return options;
    }

    private static double Accuracy(IReadOnlyList<UlmfitClassifier> classifiers, Labelled test, CancellationToken cancellation) =>
        UlmfitClassifier.Predict(classifiers, test.Texts, cancellation).Zip(test.Labels).Average(p => Array.IndexOf(p.First, p.First.Max()) == p.Second ? 1.0 : 0);

    private sealed record Owned(IDisposable[] Things) : IDisposable
    {
        public void Dispose()
        {
            foreach (IDisposable thing in Things) thing.Dispose();
        }
    }
}

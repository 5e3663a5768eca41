using MLNetTransfer.Modeling.Pretraining;
using MLNetTransfer.Modeling.Tokenization;
using MLNetTransfer.Modeling.Tokenization.Fastai;

namespace MLNetTransfer.Examples;

/// <summary>Makes corpora and language models once, and keeps them in a folder.</summary>
internal sealed class Workshop(string folder, Action<string> say)
{
    // Every hundredth text is held out, to tell the perplexity by.
    private const int HeldOut = 100;

    /// <summary>A tokenizer of a text's words, and the text in two corpora.</summary>
    public (TextTokenizer Words, TokenCorpus Training, TokenCorpus HeldOut) Corpora(string name, IReadOnlyList<string> texts, IReadOnlyList<string> alsoWordsOf, int vocabularySize, CancellationToken cancellation)
    {
        string words = Path.Combine(folder, name, "words"), training = Path.Combine(folder, name, "training"), heldOut = Path.Combine(folder, name, "held-out");
        if (!Directory.Exists(words)) FastaiVocabulary.Train(texts.Concat(alsoWordsOf), vocabularySize, minFrequency: 2, cancellation).Save(words);
        TextTokenizer tokenizer = TextTokenizer.Load(words);
        TokenCorpus Part(string path, bool held) => File.Exists(Path.Combine(path, "corpus.json"))
            ? TokenCorpus.Open(path)
            : TokenCorpus.Create(path, tokenizer, texts.Where((_, i) => i % HeldOut == 0 == held).Select(t => new[] { t }), cancellation);
        (TokenCorpus all, TokenCorpus held) = (Part(training, held: false), Part(heldOut, held: true));
        say($"{name} text: {all.TokenCount:N0} tokens to learn from, {held.TokenCount:N0} held out, {tokenizer.VocabularySize:N0} words");
        return (tokenizer, all, held);
    }

    /// <summary>Where a training that may go on later keeps its state.</summary>
    public string StateOf(string training, bool backward) => Path.Combine(folder, backward ? "backward" : "forward", training + "-state");

    /// <summary>The language model of a stage, as it was kept or made now.</summary>
    public UlmfitLanguageModel Model(string stage, bool backward, Func<string, IProgress<Modeling.Training.TrainingProgress>, UlmfitLanguageModel> make)
    {
        string name = $"{stage}, {(backward ? "backward" : "forward")}", path = Path.Combine(folder, backward ? "backward" : "forward", stage);
        // Its config.json comes last: a model that has one is whole.
        if (File.Exists(Path.Combine(path, "config.json")))
        {
            say($"{name}: kept in {path}");
            return UlmfitLanguageModel.Open(path);
        }

        UlmfitLanguageModel model = make(StateOf(stage, backward), new Progress(name, say));
        var training = model.Training!;
        if (training.Cancelled) throw new OperationCanceledException($"{name}: ended after {training.Steps:N0} steps; run it again with the same --folder to go on.");
        say($"{name}: held-out perplexity {training.BestMetrics![PretrainingTask.Perplexity]:F1} after {training.Steps:N0} steps, {training.Elapsed.TotalMinutes:F1} minutes");
        model.Save(path);
        return model;
    }
}

/// <summary>A line now and then about a training that runs.</summary>
internal sealed class Progress(string name, Action<string> say) : IProgress<Modeling.Training.TrainingProgress>
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(30);
    private TimeSpan _last;

    public void Report(Modeling.Training.TrainingProgress value)
    {
        if (value.Metrics is null && value.Elapsed - _last < _interval) return;
        _last = value.Elapsed;
        string metrics = value.Metrics is { } m ? " · " + string.Join(", ", m.Take(2).Select(p => $"{p.Key} {p.Value:F3}")) : "";
        say($"  {name}: step {value.Step:N0} of {value.TotalSteps:N0} · loss {value.Loss:F3}{metrics} · {value.TokensPerSecond:N0} tokens/s · {value.Remaining:hh\\:mm\\:ss} left");
    }
}

using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Tokenization;
using MLNetTransfer.Modeling.Training;

namespace MLNetTransfer.Modeling.Pretraining;

/// <summary>What the third stage of <see cref="Ulmfit"/> gives: a text classifier in one direction. Owns the model.</summary>
public sealed class UlmfitClassifier : IDisposable
{
    private readonly int _maxTokens;

    internal UlmfitClassifier(SequenceClassificationModel model, TextTokenizer tokenizer, bool backward, int maxTokens)
    {
        Model = model;
        Tokenizer = tokenizer;
        Backward = backward;
        _maxTokens = maxTokens;
    }

    /// <summary>The network.</summary>
    public SequenceClassificationModel Model { get; }

    /// <summary>The tokenizer of the network's vocabulary.</summary>
    public TextTokenizer Tokenizer { get; }

    /// <summary>Whether it reads texts from their ends.</summary>
    public bool Backward { get; }

    /// <summary>The training that made it.</summary>
    public TrainingResult? Training { get; internal set; }

    /// <summary>The probabilities of each text's classes: <c>[texts][classes]</c>.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public float[][] Predict(IReadOnlyList<string> texts, CancellationToken cancellation = default)
    {
        float[][] scores = new RowScorer(Model).Score(Rows(texts), cancellation);
        foreach (float[] row in scores) RowScorer.Softmax(row);
        return scores;
    }

    /// <summary>The mean of several classifiers' probabilities, as of one that reads forwards and one that reads backwards: <c>[texts][classes]</c>.</summary>
    /// <param name="classifiers">The classifiers, at least one, of the same classes.</param>
    /// <param name="texts">The texts.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="ArgumentException">There is no classifier, or they have different numbers of classes.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static float[][] Predict(IReadOnlyList<UlmfitClassifier> classifiers, IReadOnlyList<string> texts, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(classifiers);
        int[] classes = [.. classifiers.Select(c => c.Model.OutputCount).Distinct()];
        if (classes.Length != 1) throw new ArgumentException(classes.Length == 0 ? "There is no classifier. Give at least one." : $"The classifiers have {string.Join(" and ", classes)} classes; only those of the same classes can be averaged.", nameof(classifiers));
        float[][][] all = [.. classifiers.Select(c => c.Predict(texts, cancellation))];
        return [.. texts.Select((_, text) => Enumerable.Range(0, classes[0]).Select(k => all.Average(p => p[text][k])).ToArray())];
    }

    /// <summary>Frees the network.</summary>
    public void Dispose() => Model.Dispose();

    /// <summary>Texts as the network reads them: their first tokens, the last of them first where it reads backwards.</summary>
    internal IReadOnlyList<TokenRow> Rows(IReadOnlyList<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var rows = new TokenRow[texts.Count];
        var tokenizer = new RowTokenizer(Tokenizer, new TruncationOptions { MaxTokens = _maxTokens });
        Parallel.For(0, rows.Length, i =>
        {
            int[] ids = tokenizer.Tokenize(texts[i]).TokenIds;
            if (Backward) Array.Reverse(ids);
            rows[i] = new TokenRow(ids);
        });
        return rows;
    }
}

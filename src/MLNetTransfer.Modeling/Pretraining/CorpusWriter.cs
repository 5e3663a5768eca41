using MLNetTransfer.Modeling.Tokenization;

namespace MLNetTransfer.Modeling.Pretraining;

/// <summary>Tokenizes documents into the files of a <see cref="TokenCorpus"/>, in order, several at a time.</summary>
internal static class CorpusWriter
{
    // Enough text for all cores to have work, little enough to lie in memory twice.
    private const int CharactersAtATime = 1 << 22;

    public static void Write(string folder, TextTokenizer tokenizer, IEnumerable<IReadOnlyList<string>> documents, CancellationToken cancellation) =>
        Write(folder, tokenizer.VocabularySize, Tokenize(tokenizer, documents, cancellation));

    /// <summary>Writes documents that are tokenized: lines of token ids.</summary>
    public static void Write(string folder, int vocabularySize, IEnumerable<int[][]> documents)
    {
        using var corpus = new CorpusFiles(folder, vocabularySize);
        foreach (var document in documents) corpus.Add(document);
        corpus.Complete();
    }

    /// <summary>Writes two corpora of documents that are read once: the last of every <paramref name="heldOutEvery"/> goes into the second.</summary>
    public static void Write(string folder, string heldOutFolder, int heldOutEvery, TextTokenizer tokenizer, IEnumerable<IReadOnlyList<string>> documents, CancellationToken cancellation)
    {
        using CorpusFiles training = new(folder, tokenizer.VocabularySize), heldOut = new(heldOutFolder, tokenizer.VocabularySize);
        long number = 0;
        foreach (var document in Tokenize(tokenizer, documents, cancellation)) (++number % heldOutEvery == 0 ? heldOut : training).Add(document);
        training.Complete();
        heldOut.Complete();
    }

    private static IEnumerable<int[][]> Tokenize(TextTokenizer tokenizer, IEnumerable<IReadOnlyList<string>> documents, CancellationToken cancellation) => Parts(documents).SelectMany(part =>
    {
        var tokens = new int[part.Count][][];
        Parallel.For(0, part.Count, new ParallelOptions { CancellationToken = cancellation }, d => tokens[d] = [.. part[d].Select(line => tokenizer.Encode(line).Ids)]);
        return tokens;
    });

    private static IEnumerable<List<IReadOnlyList<string>>> Parts(IEnumerable<IReadOnlyList<string>> documents)
    {
        var part = new List<IReadOnlyList<string>>();
        long characters = 0;
        foreach (var document in documents)
        {
            part.Add(document);
            characters += document.Sum(l => (long)l.Length) + 1;
            if (characters < CharactersAtATime) continue;
            yield return part;
            part = [];
            characters = 0;
        }
        if (part.Count > 0) yield return part;
    }
}

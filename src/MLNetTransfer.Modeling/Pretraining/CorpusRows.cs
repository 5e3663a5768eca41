namespace MLNetTransfer.Modeling.Pretraining;

/// <summary>A corpus cut into rows of tokens that follow each other, at most so many in one; no row reaches into another document.</summary>
internal sealed class CorpusRows
{
    private readonly TokenCorpus _corpus;
    private readonly List<long> _starts = [];
    private readonly List<int> _counts = [];

    /// <param name="corpus">The corpus.</param>
    /// <param name="length">Tokens in a row, at most.</param>
    /// <param name="shortest">Tokens in a row, at least: the rest of a document that has fewer is left out.</param>
    /// <param name="overlap">Tokens that a row shares with the one before it.</param>
    public CorpusRows(TokenCorpus corpus, int length, int shortest, int overlap = 0)
    {
        _corpus = corpus;
        for (int document = 0; document < corpus.DocumentCount; document++)
        {
            var (first, end) = corpus.LinesOf(document);
            long last = corpus.TokensOf(end - 1).End;
            for (long start = corpus.TokensOf(first).Start; last - start >= shortest; start += length - overlap)
            {
                _starts.Add(start);
                _counts.Add((int)Math.Min(length, last - start));
            }
        }
    }

    /// <summary>Tokens of each row.</summary>
    public IReadOnlyList<int> Lengths => _counts;

    /// <summary>A row's tokens.</summary>
    public int[] Read(int row)
    {
        var ids = new int[_counts[row]];
        _corpus.Read(_starts[row], ids);
        return ids;
    }
}

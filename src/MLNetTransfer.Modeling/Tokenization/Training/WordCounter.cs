using System.Runtime.InteropServices;
using MLNetTransfer.Modeling.Tokenization.Normalizers;
using MLNetTransfer.Modeling.Tokenization.Pipeline;
using MLNetTransfer.Modeling.Tokenization.PreTokenizers;

namespace MLNetTransfer.Modeling.Tokenization.Training;

/// <summary>
/// Counts the words of a text, batch by batch on all cores. Once there are too many different ones, those seen once so far are forgotten, the next time
/// those seen twice, and so on: only between batches, so that the result does not depend on the number of cores.
/// </summary>
internal sealed class WordCounter(TextNormalizer? normalizer, TextPreTokenizer preTokenizer, int wordLimit)
{
    /// <summary>Longer words, in UTF-16 units, are hardly words, and their tails would be all that some pieces stand for.</summary>
    private const int LongestWord = 256;

    private const int BatchLines = 16_384;
    private const int BatchUnits = 4 << 20;

    private readonly Dictionary<string, long> _total = [];
    private long _forgotten;

    /// <returns>The words in ordinal order.</returns>
    public WordCount[] Count(IEnumerable<string> lines, CancellationToken cancellationToken)
    {
        var batch = new List<string>();
        int units = 0;
        foreach (string line in lines)
        {
            batch.Add(line ?? throw new ArgumentException("A line of the text is null; leave it out.", nameof(lines)));
            units += line.Length;
            if (batch.Count < BatchLines && units < BatchUnits) continue;
            AddBatch(batch, cancellationToken);
            batch.Clear();
            units = 0;
        }

        AddBatch(batch, cancellationToken);
        WordCount[] words = [.. _total.Select(w => new WordCount(w.Key, w.Value))];
        Array.Sort(words, (a, b) => string.CompareOrdinal(a.Word, b.Word));
        return words;
    }

    private void AddBatch(List<string> lines, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var shares = new Dictionary<string, long>[Environment.ProcessorCount];
        Parallel.For(0, shares.Length, share => shares[share] = CountShare(lines, share, shares.Length));
        foreach (Dictionary<string, long> share in shares)
            foreach ((string word, long count) in share) CollectionsMarshal.GetValueRefOrAddDefault(_total, word, out _) += count;
        while (_total.Count > wordLimit)
        {
            _forgotten++;
            foreach ((string word, long count) in _total)
                if (count <= _forgotten) _total.Remove(word);
        }
    }

    private Dictionary<string, long> CountShare(List<string> lines, int share, int shares)
    {
        var counts = new Dictionary<string, long>();
        Dictionary<string, long>.AlternateLookup<ReadOnlySpan<char>> byChars = counts.GetAlternateLookup<ReadOnlySpan<char>>();
        AlignedText text = new(), spare = new();
        var words = new SplitText();
        for (int i = share; i < lines.Count; i += shares)
        {
            text.Load(lines[i], 0, lines[i].Length);
            normalizer?.Normalize(ref text, ref spare);
            words.Load(text, 0, text.Length);
            preTokenizer.Split(words);
            foreach (TextSpan word in words.Pieces)
                if (word.Length <= LongestWord) CollectionsMarshal.GetValueRefOrAddDefault(byChars, words.Text.Chars.Slice(word.Start, word.Length), out _)++;
        }

        return counts;
    }
}

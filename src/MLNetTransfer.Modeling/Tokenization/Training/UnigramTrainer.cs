using System.Text;
using MLNetTransfer.Modeling.Tokenization.Models;

namespace MLNetTransfer.Modeling.Tokenization.Training;

/// <summary>
/// Trains Unigram as SentencePiece does: from a large set of pieces, in rounds of expectation maximisation, each followed by leaving out the quarter of the pieces whose loss
/// would cost the text's likelihood least. Every character of the alphabet stays.
/// </summary>
/// <remarks>Ids: special tokens, then pieces by their scores.</remarks>
internal sealed class UnigramTrainer(IReadOnlyList<string> special, int vocabularySize, int minFrequency, int alphabetSize)
{
    /// <summary>Stands for a blank, at the beginning of words.</summary>
    public const char Blank = '▁';

    private const int StepsPerRound = 2;
    private const double Kept = 0.75;

    /// <summary>How many pieces, for one of the final vocabulary, are left to the choice by score.</summary>
    private const double Spare = 1.1;

    /// <summary>Pieces that are expected less often are left out.</summary>
    private const double LeastExpected = 0.5;

    /// <summary>Shares of the words, each summed by itself and then in order, so that sums do not depend on the number of cores.</summary>
    private const int Shares = 8;

    public TrainedVocabulary Train(WordCount[] words, CancellationToken cancellationToken)
    {
        // U+0000 ends words where pieces are looked for.
        words = Array.FindAll(words, w => !w.Word.Contains('\0'));
        SortedDictionary<Rune, long> alphabet = Alphabet.Of(words, alphabetSize);
        words = Alphabet.Within(words, alphabet);
        int room = vocabularySize - special.Count;
        if (alphabet.Count > room || words.Length == 0) throw VocabularyTrainer.TooSmall(vocabularySize, alphabet.Count + special.Count, special.Count);
        List<(string Piece, double Weight)> seeds = SeedPieces.Find(words, alphabet, minFrequency);
        seeds.RemoveAll(s => special.Contains(s.Piece));
        double sum = seeds.Sum(s => s.Weight);
        Pieces pieces = new([.. seeds.Select(s => s.Piece)], [.. seeds.Select(s => Math.Log(s.Weight / sum))]);
        int wanted = (int)(room * Spare);
        while (true)
        {
            for (int step = 0; step < StepsPerRound; step++) pieces = Maximise(pieces, Expect(pieces, words, cancellationToken));
            if (pieces.Texts.Length <= wanted) break;
            int before = pieces.Texts.Length;
            pieces = Prune(pieces, words, Math.Max(wanted, (int)(before * Kept)), cancellationToken);
            if (pieces.Texts.Length == before) break;
        }

        return Finish(pieces, alphabet, room);
    }

    private static double[] Expect(Pieces pieces, WordCount[] words, CancellationToken cancellationToken)
    {
        var shares = new double[Shares][];
        var trie = new PieceTrie(pieces.Texts);
        Parallel.For(0, Shares, new ParallelOptions { CancellationToken = cancellationToken }, share =>
        {
            var lattice = new UnigramLattice(trie, pieces.Scores);
            var expected = new double[pieces.Texts.Length];
            for (int i = share; i < words.Length; i += Shares) lattice.AddExpected(words[i].Word, words[i].Count, expected);
            shares[share] = expected;
        });
        return Sum(shares);
    }

    /// <summary>How often each piece is in the best ways through the words.</summary>
    private static double[] CountBest(Pieces pieces, PieceTrie trie, WordCount[] words, CancellationToken cancellationToken)
    {
        var shares = new double[Shares][];
        Parallel.For(0, Shares, new ParallelOptions { CancellationToken = cancellationToken }, share =>
        {
            var lattice = new UnigramLattice(trie, pieces.Scores);
            var counts = new double[pieces.Texts.Length];
            var best = new List<int>();
            for (int i = share; i < words.Length; i += Shares)
            {
                lattice.FindBest(words[i].Word, without: -1, best);
                foreach (int id in best)
                    if (id >= 0) counts[id] += words[i].Count;
            }

            shares[share] = counts;
        });
        return Sum(shares);
    }

    private static double[] Sum(double[][] shares)
    {
        double[] sum = shares[0];
        foreach (double[] share in shares.Skip(1))
            for (int i = 0; i < sum.Length; i++) sum[i] += share[i];
        return sum;
    }

    // Digamma, for the logarithm, makes rare pieces rarer: the estimate of a Dirichlet process.
    private static Pieces Maximise(Pieces pieces, double[] expected)
    {
        int[] kept = [.. Enumerable.Range(0, expected.Length).Where(i => expected[i] >= LeastExpected)];
        double all = Digamma(kept.Sum(i => expected[i]));
        return new Pieces([.. kept.Select(i => pieces.Texts[i])], [.. kept.Select(i => Digamma(expected[i]) - all)]);
    }

    private static Pieces Prune(Pieces pieces, WordCount[] words, int size, CancellationToken cancellationToken)
    {
        var trie = new PieceTrie(pieces.Texts);
        double[] counts = CountBest(pieces, trie, words, cancellationToken);
        double all = counts.Sum();
        var kept = new List<int>();
        var candidates = new List<(double Loss, int Id)>();
        var lattice = new UnigramLattice(trie, pieces.Scores);
        var others = new List<int>();
        for (int id = 0; id < counts.Length; id++)
        {
            string piece = pieces.Texts[id];
            if (piece.Length == (char.IsHighSurrogate(piece[0]) ? 2 : 1))
            {
                kept.Add(id);
                continue;
            }

            if (counts[id] == 0) continue;
            lattice.FindBest(piece, without: id, others);
            // Where characters are no pieces any more, nothing can take its place.
            if (others.Contains(-1)) kept.Add(id);
            else candidates.Add((Loss(id, others), id));
        }

        kept.AddRange(candidates.OrderByDescending(c => c.Loss).ThenBy(c => c.Id).Take(Math.Max(0, size - kept.Count)).Select(c => c.Id));
        return new Pieces([.. kept.Select(i => pieces.Texts[i])], [.. kept.Select(i => pieces.Scores[i])]);

        // By how much the likelihood falls where the others stand for the piece, and share its count.
        double Loss(int id, List<int> others)
        {
            double without = all + counts[id] * (others.Count - 1);
            double instead = others.Sum(o => Math.Log((counts[o] + counts[id]) / without));
            return counts[id] / all * (Math.Log(counts[id] / all) - instead);
        }
    }

    private TrainedVocabulary Finish(Pieces pieces, SortedDictionary<Rune, long> alphabet, int room)
    {
        var scores = new Dictionary<string, double>();
        for (int i = 0; i < pieces.Texts.Length; i++) scores[pieces.Texts[i]] = pieces.Scores[i];
        // Characters that fell away come back below all others, the frequent ones first.
        double least = scores.Values.Min();
        string[] characters = [.. alphabet.OrderByDescending(a => a.Value).Select(a => a.Key.ToString()).Except(special)];
        foreach (string character in characters)
        {
            if (scores.ContainsKey(character)) continue;
            least -= 0.0001;
            scores[character] = least;
        }

        IEnumerable<string> chosen = characters.Concat(scores.Keys.Except(characters).OrderByDescending(p => scores[p]).ThenBy(p => p, StringComparer.Ordinal)).Take(room);
        var vocabulary = new TrainedVocabulary { Tokens = [] };
        foreach (string token in special) vocabulary.Add(token, 0);
        foreach (string piece in chosen.OrderByDescending(p => scores[p]).ThenBy(p => p, StringComparer.Ordinal)) vocabulary.Add(piece, scores[piece]);
        return vocabulary;
    }

    private static double Digamma(double x)
    {
        double shift = 0;
        for (; x < 7; x++) shift -= 1 / x;
        x -= 0.5;
        double square = 1 / (x * x);
        return shift + Math.Log(x) + square * (1.0 / 24 - square * (7.0 / 960 - square * (31.0 / 8064 - square * 127.0 / 30720)));
    }

    /// <summary>Pieces with the logarithms of their probabilities.</summary>
    private sealed record Pieces(string[] Texts, double[] Scores);
}

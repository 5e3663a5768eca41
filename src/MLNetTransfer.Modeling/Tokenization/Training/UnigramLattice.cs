using MLNetTransfer.Modeling.Tokenization.Models;

namespace MLNetTransfer.Modeling.Tokenization.Training;

/// <summary>All ways to split words into pieces. Each thread has its own.</summary>
internal sealed class UnigramLattice(PieceTrie trie, double[] scores)
{
    /// <summary>By how much a character that is no piece is below the worst piece.</summary>
    private const double UnknownPenalty = 10;

    private readonly double _unknownScore = scores.Min() - UnknownPenalty;
    private readonly List<Arc> _arcs = [];
    private double[] _forward = [];
    private double[] _backward = [];
    private Arc[] _best = [];

    /// <summary>Adds to each piece's count how often it is expected in a word that occurs <paramref name="count"/> times.</summary>
    public void AddExpected(string word, long count, double[] expected)
    {
        Load(word, without: -1);
        Reset(ref _forward, word.Length);
        Reset(ref _backward, word.Length);
        _forward[0] = 0;
        foreach (Arc arc in _arcs) _forward[arc.End] = LogSum(_forward[arc.End], _forward[arc.Start] + arc.Score);
        _backward[word.Length] = 0;
        for (int i = _arcs.Count - 1; i >= 0; i--) _backward[_arcs[i].Start] = LogSum(_backward[_arcs[i].Start], _backward[_arcs[i].End] + _arcs[i].Score);
        double all = _forward[word.Length];
        foreach (Arc arc in _arcs)
            if (arc.Piece >= 0) expected[arc.Piece] += count * Math.Exp(_forward[arc.Start] + arc.Score + _backward[arc.End] - all);
    }

    /// <summary>Finds the pieces of the best way, last to first; those of unknown characters are -1.</summary>
    /// <param name="word">The word.</param>
    /// <param name="without">A piece that is not to be used.</param>
    /// <param name="pieces">Takes them.</param>
    public void FindBest(string word, int without, List<int> pieces)
    {
        Load(word, without);
        Reset(ref _forward, word.Length);
        if (_best.Length < _forward.Length) _best = new Arc[_forward.Length];
        _forward[0] = 0;
        foreach (Arc arc in _arcs)
        {
            double score = _forward[arc.Start] + arc.Score;
            if (score <= _forward[arc.End]) continue;
            _forward[arc.End] = score;
            _best[arc.End] = arc;
        }

        pieces.Clear();
        for (int end = word.Length; end > 0; end = _best[end].Start) pieces.Add(_best[end].Piece);
    }

    private static void Reset(ref double[] values, int length)
    {
        if (values.Length <= length) values = new double[2 * (length + 1)];
        Array.Fill(values, double.NegativeInfinity, 0, length + 1);
    }

    private static double LogSum(double a, double b)
    {
        if (a < b) (a, b) = (b, a);
        return double.IsNegativeInfinity(b) ? a : a + Math.Log(1 + Math.Exp(b - a));
    }

    private void Load(string word, int without)
    {
        _arcs.Clear();
        for (int start = 0; start < word.Length;)
        {
            int width = char.IsHighSurrogate(word[start]) ? 2 : 1;
            bool known = false;
            int node = PieceTrie.Root;
            for (int end = start; end < word.Length && trie.TryStep(ref node, word[end]);)
            {
                end++;
                int id = trie.IdAt(node);
                if (id < 0 || id == without) continue;
                _arcs.Add(new Arc(start, end, id, scores[id]));
                known |= end - start == width;
            }

            if (!known) _arcs.Add(new Arc(start, start + width, -1, _unknownScore));
            start += width;
        }
    }

    private readonly record struct Arc(int Start, int End, int Piece, double Score);
}

using System.Text;

namespace MLNetTransfer.Modeling.Tokenization.Files;

/// <summary>The merges that a SentencePiece BPE model means, which has scores of pieces only: every way to put a piece together of two others, the best piece first.</summary>
internal static class SentencePieceMerges
{
    /// <summary>How much work is done at most, in characters compared; published models need a thousandth of it.</summary>
    private const long MostWork = 1L << 33;

    /// <param name="pieces">The pieces in their order; of equal ones the last has the score and the id.</param>
    /// <param name="file">The file, for errors.</param>
    /// <returns>Left and right part of each merge, in order.</returns>
    public static List<(string Left, string Right)> Generate(IReadOnlyList<(string Text, double Score)> pieces, string file)
    {
        var ids = new Dictionary<string, int>(pieces.Count);
        long work = 0;
        for (int id = 0; id < pieces.Count; id++)
        {
            ids[pieces[id].Text] = id;
            work += (long)pieces[id].Text.Length * pieces[id].Text.Length;
        }

        if (work > MostWork) throw new InvalidDataException($"{file}: the pieces are too long for a vocabulary of byte-pair encoding.");
        Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> parts = ids.GetAlternateLookup<ReadOnlySpan<char>>();
        var merges = new List<(string Left, string Right, double Score, int LeftLength, int RightLength)>();
        var ways = new List<(int Left, int Right)>();
        var seen = new HashSet<string>();
        foreach ((string piece, _) in pieces)
        {
            if (!seen.Add(piece)) continue;
            ways.Clear();
            for (int at = 1; at < piece.Length; at++)
            {
                if (char.IsLowSurrogate(piece[at])) continue;
                if (parts.TryGetValue(piece.AsSpan(0, at), out int left) && parts.TryGetValue(piece.AsSpan(at), out int right)) ways.Add((left, right));
            }

            ways.Sort();
            foreach ((int left, int right) in ways)
                merges.Add((pieces[left].Text, pieces[right].Text, pieces[ids[piece]].Score, CountCharacters(pieces[left].Text), CountCharacters(pieces[right].Text)));
        }

        // A stable order: the longest parts first among equal scores, and then as they are.
        return [.. merges.OrderByDescending(m => m.Score).ThenByDescending(m => m.LeftLength).ThenByDescending(m => m.RightLength).Select(m => (m.Left, m.Right))];
    }

    private static int CountCharacters(string text)
    {
        int count = 0;
        foreach (Rune _ in text.EnumerateRunes()) count++;
        return count;
    }
}

namespace MLNetTransfer.Modeling.Training;

/// <summary>
/// Cuts rows into batches of like length: less padding, and no batch above a number of rows or a budget of padded tokens.
/// </summary>
internal static class BatchPlanner
{
    // Rows are sorted by length only within windows of this many batches: wide enough for little padding,
    // narrow enough for the batches of an epoch to stay a random sample.
    private const int WindowBatches = 50;

    /// <summary>
    /// The batches of one epoch of training: rows are permuted, sorted by length inside windows of 50 batches, cut, and the batches shuffled.
    /// The result depends on the lengths, <paramref name="seed"/> and <paramref name="epoch"/> alone; every row occurs in it exactly once.
    /// </summary>
    /// <param name="lengths">Tokens of each row.</param>
    /// <param name="batchSize">Rows in a batch, at most.</param>
    /// <param name="maxTokens">Padded tokens in a batch (rows times the longest), at most; a longer row is a batch of its own. Null: no limit.</param>
    /// <param name="seed">The user's seed.</param>
    /// <param name="epoch">The epoch, from 0.</param>
    public static int[][] ForEpoch(IReadOnlyList<int> lengths, int batchSize, int? maxTokens, long seed, int epoch)
    {
        var random = new RandomSource(seed, epoch);
        int[] order = [.. Enumerable.Range(0, lengths.Count)];
        random.Shuffle<int>(order);
        var batches = new List<int[]>();
        int window = (int)Math.Min((long)batchSize * WindowBatches, int.MaxValue);
        for (int start = 0; start < order.Length;)
        {
            Span<int> rows = order.AsSpan(start, Math.Min(window, order.Length - start));
            SortByLength(rows, lengths);
            Cut(rows, lengths, batchSize, maxTokens, batches);
            start += rows.Length;
        }

        int[][] plan = [.. batches];
        random.Shuffle<int[]>(plan);
        return plan;
    }

    /// <summary>The batches in which to score rows: all rows sorted by length, longest first, so that memory is at its peak at once.</summary>
    /// <param name="lengths">Tokens of each row.</param>
    /// <param name="batchSize">Rows in a batch, at most.</param>
    /// <param name="maxTokens">Padded tokens in a batch, at most. Null: no limit.</param>
    public static List<int[]> ForScoring(IReadOnlyList<int> lengths, int batchSize, int? maxTokens)
    {
        int[] order = [.. Enumerable.Range(0, lengths.Count)];
        SortByLength(order, lengths);
        var batches = new List<int[]>();
        Cut(order, lengths, batchSize, maxTokens, batches);
        batches.Reverse();
        return batches;
    }

    // Rows of the same length keep their order: Span.Sort alone would not promise that.
    private static void SortByLength(Span<int> rows, IReadOnlyList<int> lengths)
    {
        var keys = new long[rows.Length];
        for (int i = 0; i < rows.Length; i++) keys[i] = ((long)lengths[rows[i]] << 32) | (uint)i;

        keys.AsSpan().Sort(rows);
    }

    private static void Cut(ReadOnlySpan<int> rows, IReadOnlyList<int> lengths, int batchSize, int? maxTokens, List<int[]> batches)
    {
        int start = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            int count = i - start;
            // The rows ascend in length, so the newest decides the width of its batch.
            bool full = count == batchSize || (count > 0 && (count + 1L) * lengths[rows[i]] > maxTokens);
            if (full)
            {
                batches.Add(rows[start..i].ToArray());
                start = i;
            }
        }

        if (start < rows.Length) batches.Add(rows[start..].ToArray());
    }
}

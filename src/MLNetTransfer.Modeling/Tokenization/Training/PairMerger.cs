using System.Runtime.InteropServices;

namespace MLNetTransfer.Modeling.Tokenization.Training;

/// <summary>
/// Makes one token of the two that stand side by side most often, again and again. Counts are kept up to date where words change; the queue holds counts
/// that may have fallen since, which is seen when they come up. Of pairs that are equally frequent, the one of the smaller ids is first.
/// </summary>
/// <param name="tokens">The tokens to begin with; new ones are added.</param>
/// <param name="continuingPrefix">What tokens begin with that continue a word; it does not stay within a merged one.</param>
internal sealed class PairMerger(List<string> tokens, string continuingPrefix)
{
    private readonly Dictionary<string, int> _ids = tokens.Select((token, id) => (token, id)).ToDictionary(t => t.token, t => t.id);
    private readonly List<int> _symbols = [];
    private readonly List<Word> _words = [];
    private readonly Dictionary<(int Left, int Right), Pair> _pairs = [];
    private readonly PriorityQueue<Pair, (long Count, int Left, int Right)> _queue = new(Comparer<(long Count, int Left, int Right)>.Create(Compare));
    private readonly List<Pair> _grown = [];

    public List<(int Left, int Right)> Merges { get; } = [];

    /// <summary>Adds a word as the ids of its tokens.</summary>
    public void Add(ReadOnlySpan<int> word, long count)
    {
        if (word.Length < 2) return;
        _words.Add(new Word { Start = _symbols.Count, Length = word.Length, Count = count });
        _symbols.AddRange(word);
        for (int i = 1; i < word.Length; i++) Grow(word[i - 1], word[i], count, _words.Count - 1);
    }

    /// <summary>Merges until there are so many tokens, or no pair is frequent enough.</summary>
    public void Run(int vocabularySize, long minFrequency, CancellationToken cancellationToken)
    {
        QueueGrown();
        while (tokens.Count < vocabularySize && _queue.TryDequeue(out Pair? pair, out (long Count, int Left, int Right) queued))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (pair.Count != queued.Count)
            {
                if (pair.Count > 0) Queue(pair);
                continue;
            }

            if (pair.Count < minFrequency) break;
            Merge(pair);
            QueueGrown();
        }
    }

    private static int Compare((long Count, int Left, int Right) a, (long Count, int Left, int Right) b)
        => a.Count != b.Count ? b.Count.CompareTo(a.Count) : a.Left != b.Left ? a.Left.CompareTo(b.Left) : a.Right.CompareTo(b.Right);

    private void Merge(Pair pair)
    {
        string right = tokens[pair.Right];
        if (continuingPrefix.Length > 0 && right.StartsWith(continuingPrefix, StringComparison.Ordinal)) right = right[continuingPrefix.Length..];
        string merged = tokens[pair.Left] + right;
        // The same token can come of different pairs.
        if (!_ids.TryGetValue(merged, out int id))
        {
            id = tokens.Count;
            tokens.Add(merged);
            _ids.Add(merged, id);
        }

        // It can come back, where its left token comes of another pair later; that it is merged is then known.
        if (!pair.IsMerged) Merges.Add((pair.Left, pair.Right));
        pair.IsMerged = true;
        List<int> places = pair.Words;
        pair.Words = [];
        int last = -1;
        foreach (int word in places)
        {
            if (word != last) MergeIn(word, pair, id);
            last = word;
        }

        pair.Count = 0;
    }

    private void MergeIn(int index, Pair pair, int merged)
    {
        ref Word word = ref CollectionsMarshal.AsSpan(_words)[index];
        Span<int> symbols = CollectionsMarshal.AsSpan(_symbols).Slice(word.Start, word.Length);
        int to = 0;
        for (int from = 0; from < symbols.Length; to++)
        {
            if (from + 1 == symbols.Length || symbols[from] != pair.Left || symbols[from + 1] != pair.Right)
            {
                symbols[to] = symbols[from++];
                continue;
            }

            if (to > 0)
            {
                Shrink(symbols[to - 1], pair.Left, word.Count);
                Grow(symbols[to - 1], merged, word.Count, index);
            }

            if (from + 2 < symbols.Length)
            {
                Shrink(pair.Right, symbols[from + 2], word.Count);
                Grow(merged, symbols[from + 2], word.Count, index);
            }

            symbols[to] = merged;
            from += 2;
        }

        word.Length = to;
    }

    private void Shrink(int left, int right, long count) => _pairs[(left, right)].Count -= count;

    private void Grow(int left, int right, long count, int word)
    {
        ref Pair? pair = ref CollectionsMarshal.GetValueRefOrAddDefault(_pairs, (left, right), out _);
        pair ??= new Pair(left, right);
        pair.Count += count;
        if (pair.Words.Count == 0 || pair.Words[^1] != word) pair.Words.Add(word);
        if (pair.HasGrown) return;
        pair.HasGrown = true;
        _grown.Add(pair);
    }

    private void QueueGrown()
    {
        foreach (Pair pair in _grown)
        {
            pair.HasGrown = false;
            if (pair.Count > 0) Queue(pair);
        }

        _grown.Clear();
    }

    private void Queue(Pair pair) => _queue.Enqueue(pair, (pair.Count, pair.Left, pair.Right));

    /// <summary>Where a word's tokens stand; there are fewer with each merge.</summary>
    private struct Word
    {
        public int Start;
        public int Length;
        public long Count;
    }

    private sealed class Pair(int left, int right)
    {
        public int Left { get; } = left;

        public int Right { get; } = right;

        public long Count { get; set; }

        /// <summary>Words that have, or once had, the pair.</summary>
        public List<int> Words { get; set; } = [];

        public bool HasGrown { get; set; }

        public bool IsMerged { get; set; }
    }
}

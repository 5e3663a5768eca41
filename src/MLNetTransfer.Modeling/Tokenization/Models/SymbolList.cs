namespace MLNetTransfer.Modeling.Tokenization.Models;

/// <summary>A word's symbols while they are merged: a list linked both ways, and a queue of merges where it is long. Reused from word to word by one thread.</summary>
internal sealed class SymbolList
{
    /// <summary>From so many symbols on, the next merge is looked up in a queue; in shorter words it is found by going over them.</summary>
    private const int LongWord = 48;

    // The tokens that merges make, by rank and, of equal rank, by place.
    private readonly PriorityQueue<int, ulong> _queue = new();
    private Symbol[] _symbols = new Symbol[64];

    public int Count { get; private set; }

    /// <summary>The symbols; once merged, those with a length of 0 are gone.</summary>
    public ReadOnlySpan<Symbol> Symbols => _symbols.AsSpan(0, Count);

    public void Clear()
    {
        Count = 0;
        if (_symbols.Length > 1 << 16) _symbols = new Symbol[64];
    }

    public void Add(int id, int length)
    {
        if (Count == _symbols.Length) Array.Resize(ref _symbols, Count * 2);
        _symbols[Count] = new Symbol { Id = id, Length = length, Previous = Count - 1, Next = -1 };
        if (Count > 0) _symbols[Count - 1].Next = Count;
        Count++;
    }

    /// <summary>Merges as long as there is a merge, the one with the lowest rank first and of equal ones the leftmost.</summary>
    public void Merge(MergeTable merges)
    {
        if (Count < 2) return;
        if (Count < LongWord) MergeShort(merges);
        else MergeLong(merges);
    }

    private void MergeShort(MergeTable merges)
    {
        Symbol[] symbols = _symbols;
        for (int i = 0; i < Count - 1; i++) FindMerge(ref symbols[i], symbols[i + 1].Id, merges);
        symbols[Count - 1].Rank = int.MaxValue;
        while (true)
        {
            int best = -1, rank = int.MaxValue;
            for (int i = 0; i >= 0; i = symbols[i].Next)
            {
                if (symbols[i].Rank >= rank) continue;
                (best, rank) = (i, symbols[i].Rank);
            }

            if (best < 0) return;
            int merged = symbols[best].Merged;
            Join(best, merged);
            int next = symbols[best].Next, previous = symbols[best].Previous;
            if (next >= 0) FindMerge(ref symbols[best], symbols[next].Id, merges);
            else symbols[best].Rank = int.MaxValue;
            if (previous >= 0) FindMerge(ref symbols[previous], merged, merges);
        }
    }

    private void MergeLong(MergeTable merges)
    {
        _queue.Clear();
        for (int i = 0; i < Count - 1; i++) Enqueue(i, merges);
        while (_queue.TryDequeue(out int merged, out ulong priority))
        {
            int at = (int)(uint)priority;
            Symbol symbol = _symbols[at];
            // What was queued may have been merged otherwise since.
            if (symbol.Length == 0 || symbol.Next < 0 || merges.Find(symbol.Id, _symbols[symbol.Next].Id, out _) != (int)(priority >> 32)) continue;
            Join(at, merged);
            if (symbol.Previous >= 0) Enqueue(symbol.Previous, merges);
            if (_symbols[at].Next >= 0) Enqueue(at, merges);
        }

        if (_queue.EnsureCapacity(0) > 1 << 16) _queue.TrimExcess();
    }

    private void Enqueue(int at, MergeTable merges)
    {
        int rank = merges.Find(_symbols[at].Id, _symbols[_symbols[at].Next].Id, out int merged);
        if (rank != int.MaxValue) _queue.Enqueue(merged, ((ulong)rank << 32) | (uint)at);
    }

    private void Join(int at, int merged)
    {
        ref Symbol left = ref _symbols[at];
        ref Symbol right = ref _symbols[left.Next];
        left.Id = merged;
        left.Length += right.Length;
        left.Next = right.Next;
        if (right.Next >= 0) _symbols[right.Next].Previous = at;
        right.Length = 0;
    }

    private static void FindMerge(ref Symbol left, int right, MergeTable merges) => left.Rank = merges.Find(left.Id, right, out left.Merged);

    /// <summary>A token in the making.</summary>
    internal struct Symbol
    {
        public int Id;

        /// <summary>How many bytes of the word's UTF-8 form it stands for; 0 once it is merged into the one before.</summary>
        public int Length;

        public int Previous;

        public int Next;

        /// <summary>The rank of its merge with the next symbol, where that is kept.</summary>
        public int Rank;

        public int Merged;
    }
}

using System.Numerics;

namespace MLNetTransfer.Modeling.Tokenization.Models;

/// <summary>Which two tokens are merged, how early, and to what.</summary>
internal sealed class MergeTable
{
    private readonly Entry[] _entries;
    private readonly int _mask;

    /// <param name="merges">The merges, the earliest first. Of one that is there twice the last counts.</param>
    public MergeTable(IReadOnlyList<(int Left, int Right, int Merged)> merges)
    {
        _entries = new Entry[BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, merges.Count * 2))];
        _mask = _entries.Length - 1;
        for (int rank = 0; rank < merges.Count; rank++)
        {
            (int left, int right, int merged) = merges[rank];
            ulong key = Key(left, right);
            int slot = SlotOf(key);
            while (_entries[slot].Key != 0 && _entries[slot].Key != key) slot = (slot + 1) & _mask;
            _entries[slot] = new Entry { Key = key, Rank = rank, Merged = merged };
        }
    }

    /// <summary>The rank of a merge, <see cref="int.MaxValue"/> where there is none.</summary>
    public int Find(int left, int right, out int merged)
    {
        ulong key = Key(left, right);
        for (int slot = SlotOf(key); ; slot = (slot + 1) & _mask)
        {
            ref readonly Entry entry = ref _entries[slot];
            if (entry.Key == key)
            {
                merged = entry.Merged;
                return entry.Rank;
            }

            if (entry.Key != 0) continue;
            merged = -1;
            return int.MaxValue;
        }
    }

    // One more than the ids, so that no key is 0.
    private static ulong Key(int left, int right) => ((ulong)(uint)(left + 1) << 32) | (uint)(right + 1);

    private int SlotOf(ulong key) => (int)((key * 0x9E3779B97F4A7C15UL) >> 40) & _mask;

    private struct Entry
    {
        public ulong Key;
        public int Rank;
        public int Merged;
    }
}

using System.Numerics;

namespace MLNetTransfer.Modeling.Tokenization.Models;

/// <summary>
/// Finds pieces of text by their characters. Its hash runs over them one by one, so that one pass over a word gives
/// the hash of all its beginnings, and the longest one in the table is found without reading the word again.
/// </summary>
internal sealed class PieceTable
{
    public const uint HashSeed = 2166136261;

    private readonly Entry[] _entries;
    private readonly int _mask;
    private readonly char[] _chars;

    /// <param name="tokens">Token by id; null where no token has the id.</param>
    /// <param name="prefix">Only tokens that begin so and go on behind it are taken, without it.</param>
    public PieceTable(string?[] tokens, string prefix)
    {
        int count = 0, characters = 0;
        foreach (string? token in tokens)
        {
            if (!Takes(token, prefix)) continue;
            count++;
            characters += token!.Length - prefix.Length;
        }

        _entries = new Entry[BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, count * 2))];
        _mask = _entries.Length - 1;
        _chars = new char[characters];
        int at = 0;
        for (int id = 0; id < tokens.Length; id++)
        {
            if (!Takes(tokens[id], prefix)) continue;
            ReadOnlySpan<char> piece = tokens[id].AsSpan(prefix.Length);
            piece.CopyTo(_chars.AsSpan(at));
            uint hash = HashSeed;
            foreach (char c in piece) hash = NextHash(hash, c);
            int slot = (int)Spread(hash) & _mask;
            while (_entries[slot].Length != 0) slot = (slot + 1) & _mask;
            _entries[slot] = new Entry { Hash = hash, Start = at, Length = piece.Length, Id = id };
            at += piece.Length;
            LongestPiece = Math.Max(LongestPiece, piece.Length);
        }
    }

    /// <summary>The length of the longest piece, in UTF-16 units.</summary>
    public int LongestPiece { get; }

    /// <summary>The hash of a text with one more unit.</summary>
    public static uint NextHash(uint hash, char c) => (hash ^ c) * 16777619;

    /// <summary>The id of a piece whose hash is known, or -1.</summary>
    public int Find(ReadOnlySpan<char> piece, uint hash)
    {
        for (int slot = (int)Spread(hash) & _mask; ; slot = (slot + 1) & _mask)
        {
            ref readonly Entry entry = ref _entries[slot];
            if (entry.Length == 0) return -1;
            if (entry.Hash == hash && entry.Length == piece.Length && piece.SequenceEqual(_chars.AsSpan(entry.Start, entry.Length))) return entry.Id;
        }
    }

    /// <summary>The id of a piece, or -1.</summary>
    public int Find(ReadOnlySpan<char> piece)
    {
        uint hash = HashSeed;
        foreach (char c in piece) hash = NextHash(hash, c);
        return Find(piece, hash);
    }

    // The low bits of the running hash depend on the characters' low bits alone.
    private static uint Spread(uint hash) => hash ^ (hash >> 15);

    private static bool Takes(string? token, string prefix) => token is not null && token.Length > prefix.Length && token.StartsWith(prefix, StringComparison.Ordinal);

    private struct Entry
    {
        public uint Hash;
        public int Start;
        public int Length;
        public int Id;
    }
}

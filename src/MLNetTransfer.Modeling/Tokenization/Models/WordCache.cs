using System.Runtime.InteropServices;
using MLNetTransfer.Modeling.Tokenization.Pipeline;

namespace MLNetTransfer.Modeling.Tokenization.Models;

/// <summary>The tokens of words that one thread has met, some megabytes at most; once full it begins anew. Words are compared in full, so that it changes nothing but speed.</summary>
internal sealed class WordCache
{
    /// <summary>Longer words, in UTF-16 units, are not kept.</summary>
    public const int LongestWord = 64;

    private const int MostWords = 1 << 15;
    private const int MostChars = 1 << 18;
    private const int MostTokens = 1 << 17;

    private readonly int[] _slots = new int[MostWords * 2];
    private readonly List<Word> _words = [];
    private readonly List<char> _chars = [];
    private readonly List<Token> _tokens = [];

    /// <summary>Adds the tokens of a word that is known.</summary>
    /// <param name="word">The word.</param>
    /// <param name="at">Where it stands.</param>
    /// <param name="tokens">Takes the tokens.</param>
    /// <returns>Whether the word is known.</returns>
    public bool TryAdd(ReadOnlySpan<char> word, int at, TokenBuffer tokens)
    {
        if (word.Length > LongestWord) return false;
        ulong hash = Hash(word);
        ReadOnlySpan<Word> words = CollectionsMarshal.AsSpan(_words);
        for (int slot = SlotOf(hash); _slots[slot] != 0; slot = (slot + 1) & (_slots.Length - 1))
        {
            ref readonly Word known = ref words[_slots[slot] - 1];
            if (known.Hash != hash || known.Length != word.Length || !word.SequenceEqual(CollectionsMarshal.AsSpan(_chars).Slice(known.FirstChar, known.Length))) continue;
            foreach (ref readonly Token token in CollectionsMarshal.AsSpan(_tokens).Slice(known.FirstToken, known.TokenCount)) tokens.Add(token.Id, at + token.Start, at + token.End);
            return true;
        }

        return false;
    }

    /// <summary>Keeps a word that is not known yet.</summary>
    /// <param name="word">The word.</param>
    /// <param name="at">Where its tokens' stretches count from.</param>
    /// <param name="tokens">A buffer whose last tokens are the word's.</param>
    /// <param name="first">The first of them.</param>
    public void Keep(ReadOnlySpan<char> word, int at, TokenBuffer tokens, int first)
    {
        int count = tokens.Count - first;
        if (word.Length > LongestWord || count > MostTokens / 2) return;
        if (_words.Count == MostWords || _chars.Count + word.Length > MostChars || _tokens.Count + count > MostTokens) Clear();
        ulong hash = Hash(word);
        _words.Add(new Word { Hash = hash, FirstChar = _chars.Count, Length = word.Length, FirstToken = _tokens.Count, TokenCount = count });
        foreach (char c in word) _chars.Add(c);
        for (int i = first; i < tokens.Count; i++) _tokens.Add(new Token { Id = tokens.Ids[i], Start = (short)(tokens.Starts[i] - at), End = (short)(tokens.Ends[i] - at) });
        int slot = SlotOf(hash);
        while (_slots[slot] != 0) slot = (slot + 1) & (_slots.Length - 1);
        _slots[slot] = _words.Count;
    }

    private void Clear()
    {
        Array.Clear(_slots);
        _words.Clear();
        _chars.Clear();
        _tokens.Clear();
    }

    // Four units at a time.
    private static ulong Hash(ReadOnlySpan<char> word)
    {
        const ulong Mix = 0x9E3779B97F4A7C15UL;

        ulong hash = (ulong)word.Length;
        ReadOnlySpan<ulong> quads = MemoryMarshal.Cast<char, ulong>(word);
        foreach (ulong quad in quads) hash = ulong.RotateLeft((hash ^ quad) * Mix, 29);
        foreach (char c in word[(quads.Length * 4)..]) hash = ulong.RotateLeft((hash ^ c) * Mix, 29);
        return hash * Mix;
    }

    private int SlotOf(ulong hash) => (int)(hash >> 40) & (_slots.Length - 1);

    private struct Word
    {
        public ulong Hash;
        public int FirstChar;
        public int Length;
        public int FirstToken;
        public int TokenCount;
    }

    private struct Token
    {
        public int Id;
        public short Start;
        public short End;
    }
}

using System.Globalization;
using System.Text;
using MLNetTransfer.Modeling.Tokenization.Unicode;

namespace MLNetTransfer.Modeling.Tokenization.Training;

/// <summary>
/// The pieces that Unigram begins with: every character, and the stretches of words that occur often for their length. Stretches are found among the sorted endings of all words,
/// where those that begin alike stand together; of stretches that always occur in the same words only the longest is taken.
/// </summary>
internal sealed class SeedPieces
{
    /// <summary>The longest stretch, in Unicode scalar values.</summary>
    private const int LongestPiece = 16;

    private const int Most = 1_000_000;

    private const char WordEnd = '\0';

    private readonly char[] _text;
    private readonly int[] _endings;
    private readonly long[] _counts;
    private readonly int _minFrequency;
    private readonly List<(long Score, int Start, int Length)> _found = [];

    private SeedPieces(WordCount[] words, int minFrequency)
    {
        _minFrequency = minFrequency;
        _text = new char[words.Sum(w => w.Word.Length + 1)];
        var endings = new List<int>(_text.Length);
        var counts = new List<long>(_text.Length);
        int at = 0;
        foreach ((string word, long count) in words)
        {
            for (int i = 0; i < word.Length; i++)
            {
                if (char.IsLowSurrogate(word[i])) continue;
                endings.Add(at + i);
                counts.Add(count);
            }

            word.CopyTo(_text.AsSpan(at));
            at += word.Length + 1;
        }

        (_endings, _counts) = ([.. endings], [.. counts]);
        Array.Sort(_endings, _counts, Comparer<int>.Create(Compare));
    }

    /// <summary>Finds the pieces.</summary>
    /// <param name="words">The words; none has U+0000.</param>
    /// <param name="alphabet">Their characters, which are all pieces.</param>
    /// <param name="minFrequency">How often a stretch must occur.</param>
    /// <returns>The pieces with how much of the text they cover.</returns>
    public static List<(string Piece, double Weight)> Find(WordCount[] words, SortedDictionary<Rune, long> alphabet, int minFrequency)
    {
        var seeds = new SeedPieces(words, minFrequency);
        seeds.Walk();
        var pieces = alphabet.Select(a => (a.Key.ToString(), (double)a.Value)).ToList();
        seeds._found.Sort((a, b) => a.Score != b.Score ? b.Score.CompareTo(a.Score) : seeds.Compare(a.Start, b.Start));
        foreach ((long score, int start, int length) in seeds._found.Take(Math.Max(0, Most - pieces.Count))) pieces.Add((new string(seeds._text, start, length), score));
        return pieces;
    }

    private int Compare(int a, int b)
    {
        if (a == b) return 0;
        for (int i = 0; ; i++)
        {
            int difference = _text[a + i] - _text[b + i];
            if (difference != 0) return difference;
            if (_text[a + i] == WordEnd) return a.CompareTo(b);
        }
    }

    // Open stretches lie on a stack, each longer than the one below it, of which it is a beginning.
    private void Walk()
    {
        var open = new Stack<(int Length, long Count)>();
        for (int i = 0; i < _endings.Length; i++)
        {
            int length = LengthOf(_endings[i]);
            int shared = i == 0 ? 0 : Shared(_endings[i - 1], _endings[i]);
            Close(open, shared, i == 0 ? 0 : _endings[i - 1]);
            if (open.TryPeek(out (int Length, long Count) top) && top.Length == length) open.Push((length, open.Pop().Count + _counts[i]));
            else open.Push((length, _counts[i]));
        }

        if (_endings.Length > 0) Close(open, 0, _endings[^1]);
    }

    private void Close(Stack<(int Length, long Count)> open, int shared, int start)
    {
        while (open.TryPeek(out (int Length, long Count) top) && top.Length > shared)
        {
            open.Pop();
            Take(start, top.Length, top.Count);
            if (open.TryPeek(out (int Length, long Count) below) && below.Length >= shared) open.Push((below.Length, open.Pop().Count + top.Count));
            else if (shared > 0) open.Push((shared, top.Count));
        }
    }

    private void Take(int start, int length, long count)
    {
        if (count < _minFrequency || length > 2 * LongestPiece) return;
        ReadOnlySpan<char> piece = _text.AsSpan(start, length);
        if (char.IsHighSurrogate(piece[^1])) return;
        int characters = Characters(piece);
        if (characters is > 1 and <= LongestPiece) _found.Add((count * characters, start, length));
    }

    /// <summary>How many characters a piece has; 0 where they do not belong together: of different scripts, digits with letters or signs, a blank behind others.</summary>
    private static int Characters(ReadOnlySpan<char> piece)
    {
        int count = 0;
        int kind = ScriptTable.Any;
        foreach (Rune rune in piece.EnumerateRunes())
        {
            if (rune.Value == UnigramTrainer.Blank)
            {
                if (count++ > 0) return 0;
                continue;
            }

            // Digits are a kind of their own, beside the scripts.
            int own = Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber ? int.MaxValue : ScriptTable.Of(rune.Value);
            if (own != ScriptTable.Any && kind != ScriptTable.Any && own != kind) return 0;
            if (own != ScriptTable.Any) kind = own;
            count++;
        }

        return count;
    }

    private int LengthOf(int start) => Array.IndexOf(_text, WordEnd, start) - start;

    private int Shared(int a, int b)
    {
        int length = 0;
        while (_text[a + length] == _text[b + length] && _text[a + length] != WordEnd) length++;
        return length;
    }
}

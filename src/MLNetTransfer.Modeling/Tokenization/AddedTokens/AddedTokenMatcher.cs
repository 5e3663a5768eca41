using System.Buffers;
using System.Text;
using MLNetTransfer.Modeling.Tokenization.Unicode;

namespace MLNetTransfer.Modeling.Tokenization.AddedTokens;

/// <summary>Finds added tokens in a text: the leftmost, and of those that begin there the longest.</summary>
internal sealed class AddedTokenMatcher
{
    private readonly SearchValues<char> _firstChars;

    // By their first character, of one character the longest first.
    private readonly AddedTokenPattern[] _patterns;

    /// <param name="patterns">What to look for; no text among them is empty.</param>
    public AddedTokenMatcher(List<AddedTokenPattern> patterns)
    {
        _patterns = patterns.ToArray();
        Array.Sort(_patterns, static (a, b) => a.Text[0] != b.Text[0] ? a.Text[0] - b.Text[0] : b.Text.Length - a.Text.Length);
        _firstChars = SearchValues.Create(string.Concat(Array.ConvertAll(_patterns, p => p.Text[..1])));
    }

    public bool IsEmpty => _patterns.Length == 0;

    /// <summary>Whether any token may be in the text; where not, <see cref="Split"/> would find none.</summary>
    public bool MayMatch(ReadOnlySpan<char> text) => _patterns.Length > 0 && text.ContainsAny(_firstChars);

    /// <summary>Adds the tokens that the text has and the stretches between, in order; none for an empty text.</summary>
    public void Split(ReadOnlySpan<char> text, List<AddedTokenMatch> matches)
    {
        int done = 0;
        for (int at = 0; Find(text, at, out int found) is { } pattern;)
        {
            (int start, int end) = (found, found + pattern.Text.Length);
            at = end;
            AddedToken token = pattern.Token;
            if (token.SingleWord && (WordCharacterEndsAt(text, start) || WordCharacterBeginsAt(text, end))) continue;
            if (token.StripLeft)
            {
                while (start > 0 && IsWhiteSpace(text[start - 1])) start--;
                start = Math.Max(start, done);
            }

            if (token.StripRight)
                while (end < text.Length && IsWhiteSpace(text[end])) end++;
            if (done < start) matches.Add(new AddedTokenMatch(-1, done, start));
            // One that stands in the white space which another took has nothing left, and is none.
            if (start < end) matches.Add(new AddedTokenMatch(pattern.Id, start, end));
            done = end;
        }

        if (done < text.Length) matches.Add(new AddedTokenMatch(-1, done, text.Length));
    }

    private AddedTokenPattern? Find(ReadOnlySpan<char> text, int from, out int found)
    {
        for (found = from; found < text.Length; found++)
        {
            int skip = text[found..].IndexOfAny(_firstChars);
            if (skip < 0) return null;
            found += skip;
            for (int i = FirstWith(text[found]); i < _patterns.Length && _patterns[i].Text[0] == text[found]; i++)
                if (text[found..].StartsWith(_patterns[i].Text)) return _patterns[i];
        }

        return null;
    }

    /// <summary>The place of the first pattern that begins with a character.</summary>
    private int FirstWith(char c)
    {
        int low = 0, high = _patterns.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_patterns[middle].Text[0] < c) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    // All white space is in the Basic Multilingual Plane.
    private static bool IsWhiteSpace(char c) => (UnicodeTables.Of(c) & CharacterFlags.WhiteSpace) != 0;

    private static bool WordCharacterEndsAt(ReadOnlySpan<char> text, int end)
        => end > 0 && Rune.DecodeLastFromUtf16(text[..end], out Rune rune, out _) == OperationStatus.Done && (UnicodeTables.Of(rune.Value) & CharacterFlags.Word) != 0;

    private static bool WordCharacterBeginsAt(ReadOnlySpan<char> text, int start)
        => start < text.Length && Rune.DecodeFromUtf16(text[start..], out Rune rune, out _) == OperationStatus.Done && (UnicodeTables.Of(rune.Value) & CharacterFlags.Word) != 0;
}

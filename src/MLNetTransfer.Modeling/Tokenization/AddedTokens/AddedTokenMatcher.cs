using System.Buffers;
using System.Text;
using MLNetTransfer.Modeling.Tokenization.Unicode;

namespace MLNetTransfer.Modeling.Tokenization.AddedTokens;

/// <summary>Finds added tokens in a text: the leftmost, and of those that begin there the longest.</summary>
internal sealed class AddedTokenMatcher
{
    private readonly SearchValues<char> _firstChars;
    private readonly Dictionary<char, Pattern[]> _patterns;

    /// <param name="tokens">The tokens with the text to look for, which is not empty, and their ids.</param>
    public AddedTokenMatcher(IEnumerable<(string Pattern, AddedToken Token, int Id)> tokens)
    {
        _patterns = tokens.Select(t => new Pattern(t.Pattern, t.Token, t.Id))
            .GroupBy(p => p.Text[0])
            .ToDictionary(g => g.Key, g => g.OrderByDescending(p => p.Text.Length).ToArray());
        _firstChars = SearchValues.Create(_patterns.Keys.ToArray());
    }

    public bool IsEmpty => _patterns.Count == 0;

    /// <summary>Whether any token may be in the text; where not, <see cref="Split"/> would find none.</summary>
    public bool MayMatch(ReadOnlySpan<char> text) => _patterns.Count > 0 && text.ContainsAny(_firstChars);

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
            matches.Add(new AddedTokenMatch(pattern.Id, start, end));
            done = end;
        }

        if (done < text.Length) matches.Add(new AddedTokenMatch(-1, done, text.Length));
    }

    private Pattern? Find(ReadOnlySpan<char> text, int from, out int found)
    {
        for (found = from; found < text.Length; found++)
        {
            int skip = text[found..].IndexOfAny(_firstChars);
            if (skip < 0) return null;
            found += skip;
            foreach (Pattern pattern in _patterns[text[found]])
                if (text[found..].StartsWith(pattern.Text)) return pattern;
        }

        return null;
    }

    // All white space is in the Basic Multilingual Plane.
    private static bool IsWhiteSpace(char c) => (UnicodeTables.Of(c) & CharacterFlags.WhiteSpace) != 0;

    private static bool WordCharacterEndsAt(ReadOnlySpan<char> text, int end)
        => end > 0 && Rune.DecodeLastFromUtf16(text[..end], out Rune rune, out _) == OperationStatus.Done && (UnicodeTables.Of(rune.Value) & CharacterFlags.Word) != 0;

    private static bool WordCharacterBeginsAt(ReadOnlySpan<char> text, int start)
        => start < text.Length && Rune.DecodeFromUtf16(text[start..], out Rune rune, out _) == OperationStatus.Done && (UnicodeTables.Of(rune.Value) & CharacterFlags.Word) != 0;

    private sealed record Pattern(string Text, AddedToken Token, int Id);
}

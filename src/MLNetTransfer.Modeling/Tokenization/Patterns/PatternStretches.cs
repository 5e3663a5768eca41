namespace MLNetTransfer.Modeling.Tokenization.Patterns;

/// <summary>Goes over a text in stretches that match a pattern and those between, which leave no gap.</summary>
internal ref struct PatternStretches(TextPattern pattern, ReadOnlySpan<char> text)
{
    private readonly ReadOnlySpan<char> _text = text;
    private int _done;
    private int _searchFrom;
    private int _lastEnd = -1;
    private TextSpan? _found;

    /// <summary>The stretch; a match may be empty.</summary>
    public TextSpan Current { get; private set; }

    /// <summary>Whether the stretch is a match.</summary>
    public bool IsMatch { get; private set; }

    public bool MoveNext()
    {
        if (_found is { } found)
        {
            (Current, IsMatch, _done, _found) = (found, true, found.End, null);
            return true;
        }

        if (TryFind(out TextSpan match))
        {
            if (match.Start == _done)
            {
                (Current, IsMatch, _done) = (match, true, match.End);
                return true;
            }

            _found = match;
            (Current, IsMatch, _done) = (new TextSpan(_done, match.Start), false, match.Start);
            return true;
        }

        if (_done >= _text.Length) return false;
        (Current, IsMatch, _done) = (new TextSpan(_done, _text.Length), false, _text.Length);
        return true;
    }

    // An empty match right behind the last match does not count.
    private bool TryFind(out TextSpan match)
    {
        while (_searchFrom <= _text.Length && pattern.Find(_text, _searchFrom, out match))
        {
            if (match.Length > 0 || match.End != _lastEnd)
            {
                _searchFrom = _lastEnd = match.End;
                return true;
            }

            _searchFrom += _searchFrom < _text.Length && char.IsHighSurrogate(_text[_searchFrom]) ? 2 : 1;
        }

        _searchFrom = _text.Length + 1;
        match = default;
        return false;
    }
}

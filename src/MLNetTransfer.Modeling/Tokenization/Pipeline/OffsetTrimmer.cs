using MLNetTransfer.Modeling.Tokenization.PostProcessors;

namespace MLNetTransfer.Modeling.Tokenization.Pipeline;

/// <summary>Trims the stretches of tokens as they are found.</summary>
internal sealed class OffsetTrimmer
{
    private readonly OffsetTrim[] _trims;

    // By id; most tokens have none at either end.
    private readonly (int Leading, int Trailing)[] _spaces;

    /// <param name="trims">What trims, in this order.</param>
    /// <param name="tokenOf">The model's token of an id.</param>
    /// <param name="largestId">The largest id that may have one.</param>
    public OffsetTrimmer(OffsetTrim[] trims, Func<int, string?> tokenOf, int largestId)
    {
        _trims = trims;
        _spaces = new (int, int)[largestId + 1];
        for (int id = 0; id <= largestId; id++) _spaces[id] = OffsetTrim.Count(tokenOf(id));
    }

    /// <summary>Trims the stretches of the model's tokens from one on.</summary>
    public void Trim(ReadOnlySpan<char> text, TokenBuffer tokens, int first)
    {
        for (int i = first; i < tokens.Count; i++)
        {
            (int leading, int trailing) = _spaces[tokens.Ids[i]];
            if (leading + trailing > 0) Trim(text, tokens, i, leading, trailing);
        }
    }

    /// <summary>Trims the stretch of the last token, an added one that was found as a text.</summary>
    public void TrimAdded(ReadOnlySpan<char> text, TokenBuffer tokens, ReadOnlySpan<char> found)
    {
        (int leading, int trailing) = OffsetTrim.Count(found);
        if (leading + trailing > 0) Trim(text, tokens, tokens.Count - 1, leading, trailing);
    }

    private void Trim(ReadOnlySpan<char> text, TokenBuffer tokens, int index, int leading, int trailing)
    {
        TextSpan span = tokens.SpanOf(index);
        foreach (OffsetTrim trim in _trims) span = trim.Trim(text, index, span, leading, trailing);
        tokens.Move(index, span);
    }
}

namespace MLNetTransfer.Modeling.Tokenization.Patterns;

/// <summary>A text itself.</summary>
internal sealed class LiteralPattern(string literal) : TextPattern
{
    public override bool Find(ReadOnlySpan<char> text, int from, out TextSpan match)
    {
        int at = text[from..].IndexOf(literal, StringComparison.Ordinal);
        match = new TextSpan(from + at, from + at + literal.Length);
        return at >= 0;
    }
}

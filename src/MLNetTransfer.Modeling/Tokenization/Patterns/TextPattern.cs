namespace MLNetTransfer.Modeling.Tokenization.Patterns;

/// <summary>What is looked for in a text. Safe to use from many threads.</summary>
internal abstract class TextPattern
{
    /// <summary>Finds the first match that starts at a place or behind it.</summary>
    /// <param name="text">The text, well-formed.</param>
    /// <param name="from">Where to start.</param>
    /// <param name="match">The match; it may be empty.</param>
    /// <returns>Whether there is a match.</returns>
    public abstract bool Find(ReadOnlySpan<char> text, int from, out TextSpan match);
}

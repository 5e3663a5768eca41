namespace MLNetTransfer.Modeling.Tokenization;

/// <summary>A stretch of a text, in UTF-16 code units.</summary>
/// <param name="Start">The first unit.</param>
/// <param name="End">The unit behind the last one.</param>
public readonly record struct TextSpan(int Start, int End)
{
    /// <summary>How many UTF-16 code units the stretch has.</summary>
    public int Length => End - Start;
}

namespace MLNetTransfer.Modeling.Tokenization;

/// <summary>Which part of a text is kept where it is too long.</summary>
public enum TextTruncation
{
    /// <summary>The beginning.</summary>
    Head,

    /// <summary>The end.</summary>
    Tail,

    /// <summary>The beginning and the end, without the middle (Sun et al. 2019, arXiv 1905.05583).</summary>
    HeadAndTail,
}

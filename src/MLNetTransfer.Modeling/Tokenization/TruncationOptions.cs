namespace MLNetTransfer.Modeling.Tokenization;

/// <summary>How long rows may be, and what is left out of longer texts.</summary>
public sealed class TruncationOptions
{
    /// <summary>The most tokens a row has, special tokens included. Default: 128.</summary>
    public int MaxTokens { get; set; } = 128;

    /// <summary>Which part of a text is kept. Default: the beginning.</summary>
    public TextTruncation Strategy { get; set; } = TextTruncation.Head;

    /// <summary>
    /// With <see cref="TextTruncation.HeadAndTail"/>, how many of the tokens that a row has room for besides special tokens are of the text's beginning;
    /// all others are of its end. Default: 128, which goes with <see cref="MaxTokens"/> 512. Each text of a pair has its proportion.
    /// </summary>
    public int HeadTokens { get; set; } = 128;
}

namespace MLNetTransfer.Modeling.Tokenization;

/// <summary>The tokens of one text, without special tokens around them.</summary>
public sealed class EncodedText
{
    internal EncodedText(int[] ids, TextSpan[] offsets)
    {
        Ids = ids;
        Offsets = offsets;
    }

    /// <summary>The token ids, <c>[sequence]</c>.</summary>
    public int[] Ids { get; }

    /// <summary>Where each token stands in the original text, <c>[sequence]</c>.</summary>
    public TextSpan[] Offsets { get; }
}

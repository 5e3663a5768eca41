namespace Microsoft.ML.Tokenizers;

/// <summary>What an encoding gives: ids or tokens, and how far into the text they reach.</summary>
public struct EncodeResults<T>
{
    public IReadOnlyList<T> Tokens { get; set; }

    public string? NormalizedText { get; set; }

    public int CharsConsumed { get; set; }
}

namespace MLNetTransfer.Modeling.Tokenization.Models;

/// <summary>What a byte-pair encoding does beside merging.</summary>
internal sealed record BpeOptions
{
    /// <summary>The token for characters that the vocabulary does not have; they are left out where there is none.</summary>
    public string? UnknownToken { get; init; }

    /// <summary>What characters have before them that do not begin a word.</summary>
    public string ContinuingPrefix { get; init; } = string.Empty;

    /// <summary>What a word's last character has behind it.</summary>
    public string WordSuffix { get; init; } = string.Empty;

    /// <summary>Whether neighbouring unknown characters are one token.</summary>
    public bool FusesUnknown { get; init; }

    /// <summary>Whether characters that the vocabulary does not have are taken as bytes, if it has all of them (<c>&lt;0x61&gt;</c>).</summary>
    public bool FallsBackToBytes { get; init; }

    /// <summary>Whether a word that is a token stays whole, though merging may not lead to it.</summary>
    public bool TakesWholeWords { get; init; }
}

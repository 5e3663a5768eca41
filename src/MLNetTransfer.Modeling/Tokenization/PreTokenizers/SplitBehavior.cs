namespace MLNetTransfer.Modeling.Tokenization.PreTokenizers;

/// <summary>What becomes of the delimiters at which a text is split.</summary>
internal enum SplitBehavior
{
    /// <summary>They are left out.</summary>
    Removed,

    /// <summary>Each is a piece.</summary>
    Isolated,

    /// <summary>Each belongs to the piece before it.</summary>
    MergedWithPrevious,

    /// <summary>Each belongs to the piece behind it.</summary>
    MergedWithNext,

    /// <summary>Neighbours are one piece together.</summary>
    Contiguous,
}

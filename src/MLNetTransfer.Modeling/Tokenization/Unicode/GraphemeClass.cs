namespace MLNetTransfer.Modeling.Tokenization.Unicode;

/// <summary>What a character is where text is split into grapheme clusters. Regional indicators are not told apart: two are eight bytes, and nothing depends on how so long a cluster ends.</summary>
internal enum GraphemeClass : byte
{
    Other,

    /// <summary>Always a cluster by itself, but that a line feed goes with the carriage return before it.</summary>
    Control,

    /// <summary>Goes with what stands before it.</summary>
    Extend,

    /// <summary>Goes with what stands before it, and ends an emoji's sequence.</summary>
    SpacingMark,

    /// <summary>Goes with what stands behind it.</summary>
    Prepend,

    /// <summary>An emoji or the like, which a joiner ties to another.</summary>
    Pictograph,

    /// <summary>An Indic consonant, which a linker ties to another.</summary>
    Consonant,

    /// <summary>A mark that ties Indic consonants.</summary>
    Linker,

    HangulLead,

    HangulVowel,

    HangulTrail,

    /// <summary>A whole Hangul syllable, with a trailing consonant or without.</summary>
    HangulSyllable,

    /// <summary>The zero-width joiner.</summary>
    Joiner,

    /// <summary>A mark that ends an Indic conjunct.</summary>
    NonJoiner,
}

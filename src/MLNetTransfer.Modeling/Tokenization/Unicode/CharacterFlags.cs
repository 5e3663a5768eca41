namespace MLNetTransfer.Modeling.Tokenization.Unicode;

/// <summary>What matters of a character when text is tokenized.</summary>
[Flags]
internal enum CharacterFlags : byte
{
    /// <summary>Dropped when text is cleaned.</summary>
    Removed = 1,

    /// <summary>White space.</summary>
    WhiteSpace = 2,

    /// <summary>A CJK ideograph, a word by itself to BERT.</summary>
    Ideograph = 4,

    /// <summary>Punctuation, a word by itself to BERT.</summary>
    Punctuation = 8,

    /// <summary>An accent.</summary>
    NonspacingMark = 16,

    /// <summary>Part of a word beside an added token.</summary>
    Word = 32,

    /// <summary>Changes when lower-cased.</summary>
    HasSmallLetter = 64,

    /// <summary>Changes under canonical decomposition, or may change places with its neighbours.</summary>
    Decomposes = 128,
}

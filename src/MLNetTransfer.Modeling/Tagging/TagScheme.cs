namespace MLNetTransfer.Modeling.Tagging;

/// <summary>How the tags of words tell where entities begin and end. A tag is <c>O</c>, or a letter, a hyphen and the entity's type, such as <c>B-PER</c>.</summary>
public enum TagScheme
{
    /// <summary>Words of entities are <c>I-</c>; the first is <c>B-</c> only where an entity of the same type ends right before it. CoNLL-2003 is published so.</summary>
    Iob1,

    /// <summary>The first word of every entity is <c>B-</c>, the others <c>I-</c>. Also called BIO.</summary>
    Iob2,

    /// <summary><c>B-</c> for the first word, <c>I-</c> for those inside, <c>E-</c> for the last, and <c>S-</c> for an entity of one word. Also called BIOES.</summary>
    Iobes,
}

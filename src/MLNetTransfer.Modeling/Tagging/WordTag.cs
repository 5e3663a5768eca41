namespace MLNetTransfer.Modeling.Tagging;

/// <summary>A word's tag in its two parts.</summary>
/// <param name="Prefix">Its first letter: where in an entity the word stands, or O outside.</param>
/// <param name="Type">The entity's type; <c>_</c> where the tag names none.</param>
internal readonly record struct WordTag(char Prefix, string Type)
{
    private const string NoType = "_";

    public static WordTag Outside { get; } = new('O', NoType);

    public bool IsOutside => Prefix == 'O';

    /// <summary>Whether the word may begin or go on with an entity that words behind it go on with.</summary>
    public bool IsOpen => Prefix is 'B' or 'I';

    /// <exception cref="ArgumentException">The tag is empty.</exception>
    public static WordTag Parse(string tag)
    {
        if (string.IsNullOrEmpty(tag)) throw new ArgumentException("A word's tag is empty; expected O, or a prefix and a type such as B-PER.", nameof(tag));
        var hyphen = tag.IndexOf('-', 1);
        var type = hyphen < 0 ? tag[1..] : tag[(hyphen + 1)..];
        return new(tag[0], type.Length == 0 ? NoType : type);
    }
}

using MLNetTransfer.Modeling.Tokenization.Files;
using MLNetTransfer.Modeling.Tokenization.Pipeline;
using MLNetTransfer.Modeling.Tokenization.Unicode;

namespace MLNetTransfer.Modeling.Tokenization.Normalizers;

/// <summary>Removes white space at a text's ends.</summary>
internal sealed class Strip(bool left, bool right) : RewritingNormalizer
{
    public static TextNormalizer Read(JsonPart part) => new Strip(part.Boolean("strip_left") ?? true, part.Boolean("strip_right") ?? true);

    protected override bool IsNormal(AlignedText text)
        => text.Length == 0 || !((left && CharacterSets.WhiteSpace.Contains(text.Chars[0])) || (right && CharacterSets.WhiteSpace.Contains(text.Chars[^1])));

    protected override void Normalize(AlignedText from, AlignedText into)
    {
        // All white space is in the Basic Multilingual Plane.
        (int start, int end) = (0, from.Length);
        if (left)
            while (start < end && CharacterSets.WhiteSpace.Contains(from.Chars[start])) start++;
        if (right)
            while (end > start && CharacterSets.WhiteSpace.Contains(from.Chars[end - 1])) end--;
        into.Append(from, start, end);
    }
}

using MLNetTransfer.Modeling.Tokenization.Pipeline;
using MLNetTransfer.Modeling.Tokenization.Unicode;

namespace MLNetTransfer.Modeling.Tokenization.Normalizers;

/// <summary>Removes combining marks.</summary>
internal sealed class StripAccents : RewritingNormalizer
{
    // No mark is below U+0300.
    protected override bool IsNormal(AlignedText text) => text.Chars.IndexOfAnyExceptInRange('\0', '\u02FF') < 0;

    protected override void Normalize(AlignedText from, AlignedText into)
    {
        CharacterSet marks = CharacterSets.Marks;
        var writer = new AlignedWriter(from, into);
        while (!writer.AtEnd)
        {
            if (marks.Contains(writer.Next)) writer.Remove();
            else writer.Keep();
        }
    }
}

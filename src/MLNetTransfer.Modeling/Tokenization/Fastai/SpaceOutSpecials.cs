using MLNetTransfer.Modeling.Tokenization.Pipeline;

namespace MLNetTransfer.Modeling.Tokenization.Fastai;

/// <summary><c>spec_add_spaces</c>: puts blanks around slashes and number signs.</summary>
internal sealed class SpaceOutSpecials : FastaiRule
{
    protected override void Normalize(AlignedText from, AlignedText into)
    {
        for (int i = 0; i < from.Length; i++)
        {
            char c = from.Chars[i];
            if (c is '/' or '#' or '\\') Put($" {c} ", from, i, i + 1, into);
            else into.Append(from, i, i + 1);
        }
    }
}

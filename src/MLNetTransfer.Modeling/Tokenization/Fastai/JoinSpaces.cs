using MLNetTransfer.Modeling.Tokenization.Pipeline;

namespace MLNetTransfer.Modeling.Tokenization.Fastai;

/// <summary><c>rm_useless_spaces</c>: makes one blank of several.</summary>
internal sealed class JoinSpaces : FastaiRule
{
    protected override void Normalize(AlignedText from, AlignedText into)
    {
        for (int i = 0; i < from.Length; i++)
            if (i == 0 || from.Chars[i] != ' ' || from.Chars[i - 1] != ' ') into.Append(from, i, i + 1);
    }
}

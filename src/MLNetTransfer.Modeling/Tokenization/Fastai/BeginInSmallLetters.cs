using MLNetTransfer.Modeling.Tokenization.Pipeline;

namespace MLNetTransfer.Modeling.Tokenization.Fastai;

/// <summary><c>lowercase</c>: begins the text with <c>xxbos</c>, makes all letters small, and takes white space from both ends.</summary>
internal sealed class BeginInSmallLetters : FastaiRule
{
    protected override void Normalize(AlignedText from, AlignedText into)
    {
        int start = 0, end = from.Length;
        while (start < end && PythonText.IsSpace(from.Chars[start])) start++;
        while (end > start && PythonText.IsSpace(from.Chars[end - 1])) end--;
        Put(FastaiRules.Begin + " ", from, 0, 0, into);
        PythonText.AppendLower(from, start, end, into);
    }
}

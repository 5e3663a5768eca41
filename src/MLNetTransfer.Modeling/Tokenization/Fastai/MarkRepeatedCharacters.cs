using System.Globalization;
using MLNetTransfer.Modeling.Tokenization.Pipeline;

namespace MLNetTransfer.Modeling.Tokenization.Fastai;

/// <summary><c>replace_rep</c>: a character three times or more becomes <c>xxrep</c>, the number and the character.</summary>
internal sealed class MarkRepeatedCharacters : FastaiRule
{
    private const int Fewest = 3;

    protected override void Normalize(AlignedText from, AlignedText into)
    {
        for (int at = 0; at < from.Length;)
        {
            int c = from.ScalarAt(at, out int width);
            int end = at + width;
            while (end < from.Length && from.ScalarAt(end, out _) == c) end += width;
            int count = (end - at) / width;
            if (count < Fewest || PythonText.IsSpace(from.Chars[at])) into.Append(from, at, end);
            else Put(string.Create(CultureInfo.InvariantCulture, $" {FastaiRules.Repeated} {count} {char.ConvertFromUtf32(c)} "), from, at, end, into);
            at = end;
        }
    }
}

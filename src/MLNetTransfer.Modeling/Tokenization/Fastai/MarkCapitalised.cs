using MLNetTransfer.Modeling.Tokenization.Pipeline;

namespace MLNetTransfer.Modeling.Tokenization.Fastai;

/// <summary>
/// <c>replace_all_caps</c> and <c>replace_maj</c>: a word in capitals, or with a capital at its beginning only, is written in small letters behind <c>xxup</c> or <c>xxmaj</c>,
/// which a single letter goes without. Words are what stands between white space, and capitals are those of ASCII.
/// </summary>
internal sealed class MarkCapitalised(bool all) : FastaiRule
{
    private readonly string _mark = (all ? FastaiRules.Capitals : FastaiRules.Capital) + " ";

    protected override void Normalize(AlignedText from, AlignedText into)
    {
        for (int at = 0; at < from.Length;)
        {
            int end = at;
            while (end < from.Length && !PythonText.IsSpace(from.Chars[end])) end++;
            if (IsMarked(from.Chars[at..end]))
            {
                if (end - at > from.WidthAt(at)) Put(_mark, from, at, end, into);
                PythonText.AppendLower(from, at, end, into);
            }
            else
            {
                into.Append(from, at, end);
            }

            if (end < from.Length) into.Append(from, end, end + 1);
            at = end + 1;
        }
    }

    private bool IsMarked(ReadOnlySpan<char> word)
        => !word.IsEmpty && char.IsAsciiLetterUpper(word[0]) && (all ? !word.ContainsAnyInRange('a', 'z') : !word[1..].ContainsAnyInRange('A', 'Z'));
}

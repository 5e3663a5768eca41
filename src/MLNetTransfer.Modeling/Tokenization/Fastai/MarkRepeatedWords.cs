using System.Globalization;
using MLNetTransfer.Modeling.Tokenization.Pipeline;

namespace MLNetTransfer.Modeling.Tokenization.Fastai;

/// <summary><c>replace_wrep</c>: a word three times or more becomes <c>xxwrep</c>, the number and the word.</summary>
internal sealed class MarkRepeatedWords : FastaiRule
{
    private const int Fewest = 3;

    protected override void Normalize(AlignedText from, AlignedText into)
    {
        int done = 0;
        for (int at = 0; at < from.Length;)
        {
            bool afterSpace = PythonText.IsSpace(from.Chars[at]);
            int start = afterSpace ? at + 1 : at;
            if ((!afterSpace && at > 0) || CountWords(from, start, out int wordEnd, out int end) is var count && count < Fewest)
            {
                at += from.WidthAt(at);
                continue;
            }

            into.Append(from, done, at);
            // What stands behind the last word is part of the match, so that the next one cannot begin with it.
            int next = end < from.Length ? end + from.WidthAt(end) : end;
            Put(string.Create(CultureInfo.InvariantCulture, $" {FastaiRules.WordRepeated} {count} {from.Chars[start..wordEnd]} "), from, at, end, into);
            into.Append(from, end, next);
            at = done = next;
        }

        into.Append(from, done, from.Length);
    }

    /// <summary>How often a word stands one behind the other with white space between.</summary>
    private static int CountWords(AlignedText text, int start, out int wordEnd, out int end)
    {
        wordEnd = EndOfWord(text, start);
        end = wordEnd;
        if (wordEnd == start) return 0;
        ReadOnlySpan<char> chars = text.Chars;
        ReadOnlySpan<char> word = chars[start..wordEnd];
        for (int count = 1; ; count++)
        {
            int next = end;
            while (next < chars.Length && PythonText.IsSpace(chars[next])) next++;
            if (next == end || !chars[next..].StartsWith(word) || EndOfWord(text, next) != next + word.Length) return count;
            end = next + word.Length;
        }
    }

    private static int EndOfWord(AlignedText text, int at)
    {
        while (at < text.Length && PythonText.IsWord(text.ScalarAt(at, out int width))) at += width;
        return at;
    }
}

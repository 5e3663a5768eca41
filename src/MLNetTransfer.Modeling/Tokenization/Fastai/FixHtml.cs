using MLNetTransfer.Modeling.Tokenization.Pipeline;

namespace MLNetTransfer.Modeling.Tokenization.Fastai;

/// <summary><c>fix_html</c>: mends what is left of HTML and of tokenized texts.</summary>
internal sealed class FixHtml : FastaiRule
{
    private static readonly (string Old, string New)[] _replacements =
    [
        ("#39;", "'"), ("amp;", "&"), ("#146;", "'"), ("nbsp;", " "), ("#36;", "$"), ("\\n", "\n"), ("quot;", "'"), ("<br />", "\n"),
        ("\\\"", "\""), ("<unk>", FastaiRules.Unknown), (" @.@ ", "."), (" @-@ ", "-"), ("...", " …"),
    ];

    protected override void Normalize(AlignedText from, AlignedText into)
    {
        into.Append(from, 0, from.Length);
        AlignedText? other = null;
        foreach ((string old, string replacement) in _replacements)
        {
            if (!into.Chars.Contains(old, StringComparison.Ordinal)) continue;
            other ??= new AlignedText();
            Move(into, other);
            Replace(other, old, replacement, into);
        }

        if (!into.Chars.Contains('&')) return;
        other ??= new AlignedText();
        Move(into, other);
        Unescape(other, into);
    }

    private static void Move(AlignedText from, AlignedText into)
    {
        into.Clear(from);
        into.Append(from, 0, from.Length);
        from.Clear(into);
    }

    private static void Replace(AlignedText from, string old, string replacement, AlignedText into)
    {
        for (int at = 0; at < from.Length;)
        {
            int found = from.Chars[at..].IndexOf(old, StringComparison.Ordinal);
            int start = found < 0 ? from.Length : at + found;
            into.Append(from, at, start);
            at = start;
            if (found < 0) continue;
            at += old.Length;
            Put(replacement, from, start, at, into);
        }
    }

    private static void Unescape(AlignedText from, AlignedText into)
    {
        for (int at = 0; at < from.Length;)
        {
            int found = from.Chars[at..].IndexOf('&');
            int start = found < 0 ? from.Length : at + found;
            into.Append(from, at, start);
            at = start;
            if (found < 0) continue;
            int length = HtmlEntities.Read(from.Chars[start..], out string meaning);
            at += Math.Max(1, length);
            if (length == 0) into.Append('&', from.Starts[start], from.Ends[start]);
            else Put(meaning, from, start, at, into);
        }
    }
}

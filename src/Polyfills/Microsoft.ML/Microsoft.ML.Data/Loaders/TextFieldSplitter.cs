using System.Globalization;
using System.Text;

namespace Microsoft.ML.Data;

/// <summary>Splits lines into fields. Not safe for use by several threads at once.</summary>
internal sealed class TextFieldSplitter
{
    // No line of a file may make a vector of more items than this.
    private const int LargestIndex = 999_999_999;

    private readonly System.Buffers.SearchValues<char> _separators;
    private readonly bool _spaceSeparates, _quoting, _sparse, _trim;
    private readonly char _escape;
    private readonly int _inputSize;
    private readonly StringBuilder _quoted = new();

    public TextFieldSplitter(TextLoader.Options options)
    {
        _separators = System.Buffers.SearchValues.Create(options.Separators);
        _spaceSeparates = options.Separators.Contains(' ');
        _quoting = options.AllowQuoting;
        _sparse = options.AllowSparse;
        _trim = options.TrimWhitespace;
        _escape = options.EscapeChar;
        _inputSize = options.InputSize ?? 0;
    }

    /// <summary>Reads the fields of a line into <paramref name="fields"/>. Leading spaces belong to no field, and a field with faulty quotes is empty.</summary>
    public void Split(string line, TextFields fields)
    {
        fields.Clear();
        var rest = _trim ? line.AsMemory().TrimEnd() : line.AsMemory();
        var place = 0;
        for (var more = true; more; place++)
        {
            rest = SkipSpaces(rest);
            if (_sparse && TryTakeIndex(ref rest, out var index))
            {
                SplitSparse(index, rest, place, fields);
                return;
            }
            fields.Add(place, TakeField(ref rest, out more));
        }
        fields.Width = _sparse ? Math.Max(place, _inputSize) : place;
    }

    // Where the line's width is not set, the plain field before the first sparse one says how many sparse places follow.
    private void SplitSparse(int index, ReadOnlyMemory<char> rest, int place, TextFields fields)
    {
        int count;
        if (_inputSize > 0)
            count = _inputSize - place;
        else if (place == 0 || !fields.TryRemoveLast(--place, out var size)
            || !int.TryParse(size.Span, NumberStyles.None, CultureInfo.InvariantCulture, out count))
            count = 0;
        count = Math.Min(count, LargestIndex - place);
        var last = -1;
        for (var more = true; more && index > last && index < count;)
        {
            last = index;
            fields.Add(place + index, TakeField(ref rest, out more));
            rest = SkipSpaces(rest);
            if (more && !TryTakeIndex(ref rest, out index))
                break;
        }
        fields.Width = place + Math.Max(count, 0);
    }

    private ReadOnlyMemory<char> SkipSpaces(ReadOnlyMemory<char> text) => _spaceSeparates ? text : text.TrimStart(' ');

    private bool TryTakeIndex(ref ReadOnlyMemory<char> text, out int index)
    {
        index = 0;
        var span = text.Span;
        var end = span.IndexOfAnyExceptInRange('0', '9');
        if (end is < 1 or > 9 || span[end] != ':')
            return false;
        index = int.Parse(span[..end], NumberStyles.None, CultureInfo.InvariantCulture);
        text = SkipSpaces(text[(end + 1)..]);
        return true;
    }

    private ReadOnlyMemory<char> TakeField(ref ReadOnlyMemory<char> text, out bool more)
    {
        if (_quoting && !text.IsEmpty && text.Span[0] == '"')
            return TakeQuoted(ref text, out more);
        var end = text.Span.IndexOfAny(_separators);
        more = end >= 0;
        var field = more ? text[..end] : text;
        text = more ? text[(end + 1)..] : default;
        return field;
    }

    private ReadOnlyMemory<char> TakeQuoted(ref ReadOnlyMemory<char> text, out bool more)
    {
        var span = text.Span;
        var at = 1;
        var closed = false;
        for (_quoted.Clear(); at < span.Length && !closed; at++)
        {
            if (span[at] == _escape && at + 1 < span.Length && span[at + 1] == '"')
                _quoted.Append(span[++at]);
            else if (span[at] == '"')
                closed = true;
            else
                _quoted.Append(span[at]);
        }
        // Nothing but spaces may stand between the closing quote and the separator.
        var after = span[at..];
        var end = after.IndexOfAny(_separators);
        more = end >= 0;
        closed &= (more ? after[..end] : after).IndexOfAnyExcept(' ') < 0;
        text = more ? text[(at + end + 1)..] : default;
        return closed ? _quoted.ToString().AsMemory() : default;
    }
}

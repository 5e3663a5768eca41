using System.Globalization;
using MLNetTransfer.Modeling.Tokenization.Unicode;

namespace MLNetTransfer.Modeling.Tokenization.Patterns;

/// <summary>
/// Reads a regular expression in Oniguruma's syntax, which is what Hugging Face's tokenizers take. What the matcher does not do exactly alike is refused by name.
/// </summary>
internal sealed partial class PatternParser
{
    private const int LongestRepeat = 1000;
    private const int DeepestNesting = 50;
    private const int LongestRegex = 10_000;
    private const int MostRepeats = 4;

    private readonly string _regex;
    private int _at;
    private int _depth;
    private bool _ignoreCase;
    private bool _dotIsAll;

    private PatternParser(string regex) => _regex = regex;

    private bool AtEnd => _at == _regex.Length;

    private char Next => _regex[_at];

    /// <exception cref="FormatException">The regular expression is malformed.</exception>
    /// <exception cref="NotSupportedException">It has something that is not supported.</exception>
    public static PatternNode Parse(string regex)
    {
        if (regex.Length > LongestRegex) throw new NotSupportedException($"a regular expression of more than {LongestRegex:N0} characters is not supported.");
        var parser = new PatternParser(regex);
        PatternNode node = parser.ParseChoice();
        return parser.AtEnd ? node : throw parser.Bad("a ')' has no '('");
    }

    private PatternNode ParseChoice()
    {
        if (++_depth > DeepestNesting) throw Unsupported($"groups more than {DeepestNesting} deep are");
        (bool ignoreCase, bool dotIsAll) = (_ignoreCase, _dotIsAll);
        var parts = new List<PatternNode> { ParseSequence() };
        while (Take("|")) parts.Add(ParseSequence());
        (_ignoreCase, _dotIsAll) = (ignoreCase, dotIsAll);
        _depth--;
        return parts.Count == 1 ? parts[0] : new PatternNode.Choice(parts);
    }

    private PatternNode ParseSequence()
    {
        var parts = new List<PatternNode>();
        int letters = _at;
        while (!AtEnd && Next is not ('|' or ')'))
        {
            int start = _at;
            if (_ignoreCase && char.IsAsciiLetter(Next))
            {
                if (CaseFolding.FindPair(_regex[letters..(_at + 1)]) is { } pair) throw Unsupported($"ignoring the case of '{pair}' is");
            }
            else
            {
                letters = _at + 1;
            }

            if (ParseAtom() is { } part) parts.Add(ParseRepeats(part, start));
        }

        return parts.Count == 1 ? parts[0] : new PatternNode.Sequence(parts);
    }

    private PatternNode? ParseAtom()
    {
        switch (Next)
        {
            case '(': return ParseGroup();
            case '[': return new PatternNode.Set(ParseClass());
            case '\\': return ParseEscape();
            case '.':
                _at++;
                return new PatternNode.Set(_dotIsAll ? CharacterSet.All : CharacterSet.Of('\n').Complement());
            case '^':
                _at++;
                return new PatternNode.Anchor(AnchorKind.LineStart);
            case '$':
                _at++;
                return new PatternNode.Anchor(AnchorKind.LineEnd);
            case '*' or '+' or '?':
                throw Bad($"'{Next}' repeats nothing");
            default:
                return new PatternNode.Set(Fold(CharacterSet.Of(ReadScalar())));
        }
    }

    private PatternNode? ParseGroup()
    {
        _at++;
        if (!Take("?")) return Close(ParseChoice());
        if (Take(":")) return Close(ParseChoice());
        if (Take(">")) return new PatternNode.Atomic(Close(ParseChoice()));
        if (Take("=")) return new PatternNode.Look(Close(ParseChoice()), Behind: false, Negative: false);
        if (Take("!")) return new PatternNode.Look(Close(ParseChoice()), Behind: false, Negative: true);
        if (Take("<=")) return LookBehind(negative: false);
        if (Take("<!")) return LookBehind(negative: true);
        if (Take("<"))
        {
            int end = _regex.IndexOf('>', _at);
            if (end < 0) throw Bad("a group's name has no '>'");
            _at = end + 1;
            return Close(ParseChoice());
        }

        return ParseOptions();
    }

    private PatternNode.Look LookBehind(bool negative)
    {
        PatternNode part = Close(ParseChoice());
        bool isFixed = part is PatternNode.Choice choice ? choice.Parts.All(p => p.FixedLength is not null) : part.FixedLength is not null;
        return isFixed ? new PatternNode.Look(part, Behind: true, negative) : throw Unsupported("looking behind for what has no fixed length is");
    }

    /// <summary>Options for the rest of the group, or with a colon for a group of their own.</summary>
    private PatternNode? ParseOptions()
    {
        (bool ignoreCase, bool dotIsAll) = (_ignoreCase, _dotIsAll);
        bool on = true;
        for (; !AtEnd && Next is not (':' or ')'); _at++)
        {
            switch (Next)
            {
                case '-': on = false; break;
                case 'i': _ignoreCase = on; break;
                case 'm': _dotIsAll = on; break;
                default: throw Unsupported($"'(?{Next}' is");
            }
        }

        if (Take(")"))
        {
            // Options in the middle of a group hold for its alternatives, too, which makes one group of all that follows.
            return _at < _regex.Length && Next != ')' ? ParseChoice() : null;
        }

        if (!Take(":")) throw Bad("a '(' has no ')'");
        PatternNode part = Close(ParseChoice());
        (_ignoreCase, _dotIsAll) = (ignoreCase, dotIsAll);
        return part;
    }

    private PatternNode Close(PatternNode part) => Take(")") ? part : throw Bad("a '(' has no ')'");

    private PatternNode ParseEscape()
    {
        if (_at + 1 == _regex.Length) throw Bad("a backslash is the last character");
        AnchorKind? anchor = _regex[_at + 1] switch
        {
            'A' => AnchorKind.TextStart,
            'z' => AnchorKind.TextEnd,
            'Z' => AnchorKind.TextEndOrLastLineFeed,
            'b' => AnchorKind.WordBoundary,
            'B' => AnchorKind.NoWordBoundary,
            _ => null,
        };
        if (anchor is not { } kind) return new PatternNode.Set(ReadEscapedSet(inClass: false, out bool single) is var set && single ? Fold(set) : set);
        _at += 2;
        return new PatternNode.Anchor(kind);
    }

    private PatternNode ParseRepeats(PatternNode part, int start)
    {
        for (int repeats = 0; !AtEnd; repeats++)
        {
            int least;
            int? most;
            bool interval = false;
            switch (Next)
            {
                case '*': (least, most) = (0, null); break;
                case '+': (least, most) = (1, null); break;
                case '?': (least, most) = (0, 1); break;
                case '{' when TryReadInterval(out least, out most): interval = true; break;
                default: return part;
            }

            _at++;
            if (repeats == MostRepeats) throw Unsupported($"repeating repeats more than {MostRepeats} times is");
            if (part is PatternNode.Anchor or PatternNode.Look) throw Unsupported($"repeating '{_regex[start..(_at - 1)]}' is");
            if (most is null && part.CanBeEmpty) throw Unsupported($"repeating '{_regex[start..(_at - 1)]}', which may match nothing, without a bound is");
            bool lazy = Take("?");
            if (lazy && interval && most == least) throw Unsupported("'?' behind a fixed number of times is");
            // Behind an interval, '+' repeats it once more.
            bool possessive = !lazy && !interval && Take("+");
            part = new PatternNode.Repeat(part, least, most, lazy);
            if (possessive) part = new PatternNode.Atomic(part);
        }

        return part;
    }

    /// <summary>Reads <c>{n}</c>, <c>{n,}</c>, <c>{,m}</c> or <c>{n,m}</c> up to its last character; any other brace is a character.</summary>
    private bool TryReadInterval(out int least, out int? most)
    {
        (least, most) = (0, null);
        int end = _regex.IndexOf('}', _at);
        if (end < 0) return false;
        string[] bounds = _regex[(_at + 1)..end].Split(',');
        if (bounds.Length > 2 || bounds.All(b => b.Length == 0) || !bounds.All(b => b.All(char.IsAsciiDigit))) return false;
        int?[] numbers = [.. bounds.Select(b => b.Length == 0 ? (int?)null : int.TryParse(b, NumberStyles.None, CultureInfo.InvariantCulture, out int n) && n <= LongestRepeat ? n : throw Unsupported($"repeating more than {LongestRepeat} times is"))];
        least = numbers[0] ?? 0;
        most = numbers[^1];
        if (most < least) throw Unsupported($"'{_regex[_at..(end + 1)]}' is");
        _at = end;
        return true;
    }

    private int ReadScalar()
    {
        int c = char.ConvertToUtf32(_regex, _at);
        _at += c > 0xFFFF ? 2 : 1;
        return c;
    }

    private bool Take(string text)
    {
        if (string.CompareOrdinal(_regex, _at, text, 0, text.Length) != 0) return false;
        _at += text.Length;
        return true;
    }

    private FormatException Bad(string what) => new($"'{_regex}' is no regular expression: at character {_at}, {what}.");

    private NotSupportedException Unsupported(string what) => new($"in '{_regex}', {what} not supported. Supported are classes, categories, scripts, groups, repeats, anchors, looking ahead and behind, and ignoring the case of ASCII letters.");
}

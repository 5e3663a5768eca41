using System.Globalization;
using MLNetTransfer.Modeling.Tokenization.Unicode;

namespace MLNetTransfer.Modeling.Tokenization.Patterns;

/// <content>Sets of characters: classes, escapes, properties.</content>
internal sealed partial class PatternParser
{
    private CharacterSet ParseClass()
    {
        if (++_depth > DeepestNesting) throw Unsupported($"classes more than {DeepestNesting} deep are");
        _at++;
        bool negated = Take("^");
        CharacterSet all = CharacterSet.All, set = CharacterSet.None;
        bool any = false;
        for (; ; any = true)
        {
            if (AtEnd) throw Bad("a '[' has no ']'");
            if (Next == ']' && any) break;
            if (Take("&&"))
            {
                all = all.Intersect(set);
                set = CharacterSet.None;
            }
            else if (Next == '[')
            {
                set = set.Union(_regex.AsSpan(_at).StartsWith("[:") ? ReadPosixSet() : ParseClass());
            }
            else
            {
                set = set.Union(ReadRange());
            }
        }

        _at++;
        _depth--;
        set = all.Intersect(set);
        return negated ? set.Complement() : set;
    }

    private CharacterSet ReadRange()
    {
        CharacterSet set = ReadClassItem(out int? first);
        if (first is not { } from) return set;
        if (_at + 1 >= _regex.Length || Next != '-' || _regex[_at + 1] == ']') return Fold(set);
        _at++;
        if (Next == '[') throw Unsupported("a range to a class is");
        ReadClassItem(out int? last);
        if (last is not { } to) throw Unsupported("a range to a class is");
        return to >= from ? Fold(CharacterSet.Of(from, to)) : throw Bad("a range goes backwards");
    }

    private CharacterSet ReadClassItem(out int? character)
    {
        if (Next != '\\')
        {
            character = ReadScalar();
            return CharacterSet.Of(character.Value);
        }

        CharacterSet set = ReadEscapedSet(inClass: true, out bool single);
        character = single ? set.First : null;
        return set;
    }

    private CharacterSet ReadPosixSet()
    {
        int end = _regex.IndexOf(":]", _at, StringComparison.Ordinal);
        if (end < 0) throw Bad("a '[:' has no ':]'");
        string name = _regex[(_at + 2)..end];
        bool negated = name.StartsWith('^');
        CharacterSet set = name.TrimStart('^') switch
        {
            "digit" => CharacterSets.Category("Nd")!,
            "space" => CharacterSets.WhiteSpace,
            "word" => CharacterSets.RegexWordInClass,
            _ => throw Unsupported($"'[:{name}:]' is"),
        };
        _at = end + 2;
        return negated ? set.Complement() : set;
    }

    /// <summary>Reads an escape that stands for a character, or for a set of them.</summary>
    private CharacterSet ReadEscapedSet(bool inClass, out bool single)
    {
        _at++;
        if (AtEnd) throw Bad("a backslash is the last character");
        char c = Next;
        single = false;
        if (c is 'p' or 'P') return ReadProperty();
        CharacterSet? set = char.ToLowerInvariant(c) switch
        {
            'd' => CharacterSets.Category("Nd"),
            's' => CharacterSets.WhiteSpace,
            'w' => inClass ? CharacterSets.RegexWordInClass : CharacterSets.RegexWord,
            'h' => CharacterSet.Of('0', '9').Union(CharacterSet.Of('a', 'f')).Union(CharacterSet.Of('A', 'F')),
            _ => null,
        };
        if (set is not null)
        {
            _at++;
            return char.IsUpper(c) ? set.Complement() : set;
        }

        single = true;
        int character = c switch
        {
            't' => '\t',
            'n' => '\n',
            'r' => '\r',
            'f' => '\f',
            'v' => '\v',
            'a' => '\a',
            'e' => '\x1B',
            'x' => ReadHex(),
            'u' => ReadHex(4),
            _ => -1,
        };
        if (character >= 0)
        {
            _at++;
            return CharacterSet.Of(character);
        }

        if (char.IsAsciiLetterOrDigit(c)) throw Unsupported($"'\\{c}' is");
        return CharacterSet.Of(ReadScalar());
    }

    /// <summary>Reads <c>\xHH</c>, <c>\x{H...}</c> or <c>\uHHHH</c> up to its last character.</summary>
    private int ReadHex(int digits = 2)
    {
        int start = _at + 1, end = start + digits, last = end - 1;
        if (digits == 2 && start < _regex.Length && _regex[start] == '{') (start, end, last) = (start + 1, _regex.IndexOf('}', start), _regex.IndexOf('}', start));
        if (end < start || end > _regex.Length || !int.TryParse(_regex.AsSpan(start, end - start), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int character)
            || character > CharacterSet.LastScalar || character is >= 0xD800 and <= 0xDFFF || (digits == 2 && end == last + 1 && character > 0x7F))
            throw Unsupported($"'{_regex[(_at - 1)..Math.Min(_at + 8, _regex.Length)]}' is");
        _at = last;
        return character;
    }

    private CharacterSet ReadProperty()
    {
        bool negated = Next == 'P';
        _at++;
        int end = AtEnd || Next != '{' ? -1 : _regex.IndexOf('}', _at);
        if (end < 0) throw Bad("'\\p' needs a name in braces");
        string name = _regex[(_at + 1)..end];
        _at = end + 1;
        if (name.StartsWith('^')) (negated, name) = (!negated, name[1..]);
        CharacterSet set = CharacterSets.Category(name) ?? CharacterSets.Script(name) ?? throw Unsupported($"'\\p{{{name}}}' is");
        if (_ignoreCase && !CaseFolding.IsClosed(name)) throw Unsupported($"'\\p{{{name}}}' where case is ignored is");
        return negated ? set.Complement() : set;
    }

    private CharacterSet Fold(CharacterSet set) => !_ignoreCase ? set : CaseFolding.Fold(set) ?? throw Unsupported("ignoring the case of other letters than ASCII's is");
}

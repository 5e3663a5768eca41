using System.Collections.Concurrent;

namespace MLNetTransfer.Modeling.Tokenization.Unicode;

/// <summary>The sets of characters that tokenizers' parts and regular expressions know, each made when it is first asked for.</summary>
internal static class CharacterSets
{
    private static readonly Lazy<CharacterSet> _whiteSpace = new(() => CharacterSet.Read(UnicodeData.WhiteSpace));
    private static readonly Lazy<CharacterSet> _punctuation = new(() => CharacterSet.Read(UnicodeData.Punctuation));
    private static readonly Lazy<CharacterSet> _word = new(() => CharacterSet.Read(UnicodeData.WordCharacters));
    private static readonly Lazy<CharacterSet> _marks = new(() => CharacterSet.Read(UnicodeData.Marks));
    private static readonly Lazy<CharacterSet> _numeric = new(() => CharacterSet.Read(UnicodeData.Numeric));
    private static readonly Lazy<CharacterSet> _regexWordInClass = new(() => CharacterSet.Read(UnicodeData.RegexWord));
    private static readonly Lazy<CharacterSet> _regexWord = new(() => "\xB2\xB3\xB9\xBC\xBD\xBE".Aggregate(RegexWordInClass, (set, c) => set.Union(CharacterSet.Of(c))));

    // In the order of the table.
    private static readonly string[] _categories = "Lu Ll Lt Lm Lo Mn Mc Me Nd Nl No Pc Pd Ps Pe Pi Pf Po Sm Sc Sk So Zs Zl Zp Cc Cf Co Cn".Split(' ');

    private static readonly ConcurrentDictionary<string, CharacterSet> _byCategory = new();

    public static CharacterSet WhiteSpace => _whiteSpace.Value;

    public static CharacterSet Punctuation => _punctuation.Value;

    /// <summary>What the pre-tokenizer Whitespace takes for parts of words.</summary>
    public static CharacterSet Word => _word.Value;

    /// <summary>Combining marks.</summary>
    public static CharacterSet Marks => _marks.Value;

    public static CharacterSet Numeric => _numeric.Value;

    /// <summary>What regular expressions take for parts of words.</summary>
    public static CharacterSet RegexWord => _regexWord.Value;

    /// <summary>The same in a class of characters, where Latin-1's fractions and raised figures are none.</summary>
    public static CharacterSet RegexWordInClass => _regexWordInClass.Value;

    /// <summary>A general category (<c>Lu</c>) or a group of them (<c>L</c>) as regular expressions know it; null where there is no such category.</summary>
    public static CharacterSet? Category(string name)
        => name.Length is 1 or 2 && Array.Exists(_categories, c => c.StartsWith(name, StringComparison.OrdinalIgnoreCase))
            ? _byCategory.GetOrAdd(name, static name => CharacterSet.ReadLabelled(UnicodeData.Categories, label => _categories[label].StartsWith(name, StringComparison.OrdinalIgnoreCase)))
            : null;

    /// <summary>A script as regular expressions know it; null where there is none of the name.</summary>
    public static CharacterSet? Script(string name)
    {
        int script = Array.FindIndex(UnicodeData.ScriptNames.Split(' '), s => s.Replace("_", string.Empty).Equals(name.Replace("_", string.Empty), StringComparison.OrdinalIgnoreCase));
        return script < 0 ? null : CharacterSet.ReadLabelled(UnicodeData.Scripts, label => label == script);
    }
}

namespace MLNetTransfer.Modeling.Tokenization.Unicode;

/// <summary>Which script a character is of to the pre-tokenizer UnicodeScripts: that of regular expressions but for newer characters, which go with any, and a few others.</summary>
internal static class ScriptTable
{
    /// <summary>The label of characters that go with any script.</summary>
    public const int Any = -1;

    private static readonly string[] _names = UnicodeData.ScriptNames.Split(' ');
    private static readonly CharacterSet _without = CharacterSet.Read(UnicodeData.WithoutScript);
    private static readonly int _han = Array.IndexOf(_names, "Han");
    private static readonly List<int> _starts = [];
    private static readonly List<int> _labels = [];

    static ScriptTable()
    {
        var reader = new NumberReader(UnicodeData.Scripts);
        int start = 0;
        while (!reader.AtEnd)
        {
            _starts.Add(start);
            start += reader.Next();
            int label = reader.Next();
            // Japanese is written in three scripts at a time.
            _labels.Add(_names[label] is "Hiragana" or "Katakana" ? _han : label);
        }
    }

    public static int Of(int scalar)
    {
        switch (scalar)
        {
            case ' ': return Any;
            case 0x30FC: return _han;
            case 0x0589 or 0x061C: return Array.IndexOf(_names, "Common");
            case 0x0953 or 0x0954: return Array.IndexOf(_names, "Devanagari");
        }

        if (_without.Contains(scalar)) return Any;
        int index = _starts.BinarySearch(scalar);
        return _labels[index < 0 ? ~index - 1 : index];
    }
}

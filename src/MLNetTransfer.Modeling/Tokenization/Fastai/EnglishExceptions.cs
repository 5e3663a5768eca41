namespace MLNetTransfer.Modeling.Tokenization.Fastai;

/// <summary>English words that spaCy splits in their own way, or leaves whole, in small letters: contractions with an apostrophe or without, times, abbreviations, emoticons.</summary>
internal static class EnglishExceptions
{
    private static readonly string[] _excluded = ["ill", "its", "hell", "shell", "shed", "were", "well", "whore"];

    private static readonly string[] _whole =
    [
        "doin", "doin'", "goin", "goin'", "nothin", "nothin'", "nuthin", "nuthin'", "ol", "ol'", "somethin", "somethin'", "lovin", "lovin'", "havin", "havin'", "cause", "'cause", "em", "'em", "ll", "'ll", "nuff", "'nuff",
        "'cos", "'coz", "'cuz", "'bout", "'s", "'re", "'d", "ma'am", "o'clock", "and/or", "w/o", "a.m.", "p.m.", "co.", "e.g.", "i.e.", "vs.", "v.s.", "'", "''", "\\\")", "<space>",
        ":)", ":-)", ":))", ":-))", ":)))", ":-)))", "(:", "(-:", "=)", "(=", ":]", ":-]", "[:", "[-:", ":o)", "(o:", ":}", ":-}", "8)", "8-)", "(-8", ";)", ";-)", "(;", "(-;", ":(", ":-(", ":((", ":-((", ":(((", ":-(((",
        "):", ")-:", "=(", ">:(", ":')", ":'-)", ":'(", ":'-(", ":/", ":-/", "=/", "=|", ":|", ":-|", ":1", ":p", ":-p", ":o", ":-o", ":0", ":-0", ":()", ">:o", ":*", ":-*", ":3", ":-3", "=3", ":>", ":->", ":x", ":-x", "xdd",
        "^_^", "^__^", "^___^", ">.<", ">.>", "<.<", "._.", ";_;", "-_-", "-__-", "v.v", "v_v", "o_o", "0_o", "o_0", "0_0", "o.o", "0.0", "o.0", "0.o", "@_@", "<3", "<33", "<333", "</3", "(^_^)", "(-_-)", "(._.)", "(>_<)", "(*_*)",
    ];

    private static readonly Dictionary<string, int[]> _all = Build();
    private static readonly int _longest = _all.Keys.Max(word => word.Length);

    /// <summary>The lengths of the parts of a word; null where it is no exception.</summary>
    /// <remarks>spaCy has them with a capital at their front as well.</remarks>
    public static int[]? Find(ReadOnlySpan<char> word)
    {
        if (word.IsEmpty || word.Length > _longest) return null;
        var all = _all.GetAlternateLookup<ReadOnlySpan<char>>();
        if (all.TryGetValue(word, out int[]? lengths) || !char.IsAsciiLetterUpper(word[0])) return lengths;
        Span<char> small = stackalloc char[_longest];
        word.CopyTo(small);
        small[0] = char.ToLowerInvariant(word[0]);
        return all.TryGetValue(small[..word.Length], out lengths) ? lengths : null;
    }

    private static Dictionary<string, int[]> Build()
    {
        var all = new Dictionary<string, int[]>();
        void Add(params string[] parts) => all[string.Concat(parts)] = [.. parts.Select(p => p.Length)];

        // With the apostrophes, and with none at all.
        void AddContraction(params string[] parts)
        {
            Add(parts);
            Add([.. parts.Select(p => p.Replace("'", string.Empty, StringComparison.Ordinal))]);
        }

        foreach (string end in (string[])["'m", "'m a"]) AddContraction(["i", .. end.Split(' ')]);
        foreach (string word in (string[])["i", "you", "he", "she", "it", "we", "they"]) AddEndings(word, "'ll", "'ll 've", "'d", "'d 've");
        foreach (string word in (string[])["i", "you", "we", "they"]) AddEndings(word, "'ve");
        foreach (string word in (string[])["you", "we", "they"]) AddEndings(word, "'re");
        foreach (string word in (string[])["he", "she", "it"]) AddEndings(word, "'s");
        foreach (string word in (string[])["who", "what", "when", "where", "why", "how", "there", "that", "this", "these", "those"]) AddEndings(word, "'s", "'ll", "'ll 've", "'re", "'ve", "'d", "'d 've");
        foreach (string word in (string[])["ca", "could", "do", "does", "did", "had", "may", "might", "must", "need", "ought", "sha", "should", "wo", "would"]) AddEndings(word, "n't", "n't 've");
        foreach (string word in (string[])["could", "might", "must", "should", "would"]) AddEndings(word, "'ve");
        foreach (string word in (string[])["ai", "are", "is", "was", "were", "have", "has", "dare"]) AddEndings(word, "n't");
        for (int hour = 1; hour <= 12; hour++)
            foreach (string period in (string[])["a.m.", "am", "p.m.", "pm"]) Add($"{hour}", period);
        foreach (string parts in (string[])["y' all", "y all", "how 'd 'y", "not 've", "not ve", "can not", "gon na", "got ta", "let 's", "c'm on"]) Add(parts.Split(' '));
        foreach (string word in _whole) Add(word);
        for (char c = 'a'; c <= 'z'; c++) Add($"{c}.");
        foreach (string word in (string[])["ä.", "ö.", "ü."]) Add(word);
        foreach (string word in _excluded) all.Remove(word);
        foreach ((string word, int[] lengths) in all.Where(e => e.Key.Contains('\'')).ToArray()) all[word.Replace('\'', '’')] = lengths;
        return all;

        void AddEndings(string word, params string[] endings)
        {
            foreach (string ending in endings) AddContraction([word, .. ending.Split(' ')]);
        }
    }
}

namespace MLNetTransfer.SurfaceStubs;

/// <summary>One line of a list: `key | tail`.</summary>
internal readonly record struct Declaration(string Key, string Tail)
{
    public static Declaration Parse(string line)
    {
        var parts = line.Split(" | ", 2);
        return new(parts[0], parts.Length > 1 ? parts[1] : "");
    }

    public bool IsType => Kind is "interface" or "enum" or "struct" or "class" or "static class" or "abstract class" or "sealed class" || Tail.StartsWith("delegate ", StringComparison.Ordinal);

    public string Kind => Before(Before(Tail, " : "), " where ").Trim();

    public IEnumerable<string> Bases => Before(Tail, " where ").Split(" : ", 2) is [_, var bases] ? SplitTop(bases) : [];

    /// <summary>Constraints by parameter name.</summary>
    public IEnumerable<(string Parameter, string[] Constraints)> Constraints
    {
        get
        {
            var tail = Tail.EndsWith(" extension", StringComparison.Ordinal) ? Tail[..^10] : Tail;
            foreach (var clause in tail.Split(" where ").Skip(1))
            {
                var parts = clause.Split(" : ", 2);
                yield return (parts[0], [.. SplitTop(parts[1])]);
            }
        }
    }

    public bool Has(string word) => Before(Before(Tail, " = "), " where ").Split(' ').Contains(word) || word == "extension" && Tail.EndsWith(" extension", StringComparison.Ordinal);

    /// <summary>Splits at commas outside brackets and quotes.</summary>
    public static IEnumerable<string> SplitTop(string text)
    {
        int depth = 0, start = 0;
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"') quoted = !quoted;
            else if (quoted) continue;
            else if (text[i] is '<' or '(' or '[') depth++;
            else if (text[i] is '>' or ')' or ']') depth--;
            else if (text[i] == ',' && depth == 0)
            {
                yield return text[start..i].Trim();
                start = i + 1;
            }
        }
        if (text[start..].Trim() is { Length: > 0 } last) yield return last;
    }

    /// <summary>Where the last dot outside angle brackets stands, before any parameter list.</summary>
    public static int LastDot(string key)
    {
        int depth = 0, last = -1;
        for (var i = 0; i < key.Length && (depth > 0 || key[i] is not ('(' or ' ' or '[')); i++)
        {
            if (key[i] == '<') depth++;
            else if (key[i] == '>') depth--;
            else if (key[i] == '.' && depth == 0) last = i;
        }
        return last;
    }

    private static string Before(string text, string mark) => text.Split(mark, 2)[0];
}

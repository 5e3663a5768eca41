namespace MLNetTransfer.Publicizer;

/// <summary>One line of the list: a type of an assembly, and those of its members that become public with it.</summary>
internal sealed record InternalEntry(string Assembly, string Type, IReadOnlyList<string> Members, int Line);

/// <summary>Reads lines of "assembly type member member ..."; # begins a comment.</summary>
internal static class InternalsList
{
    public static IReadOnlyList<InternalEntry> Read(string path)
    {
        var entries = new List<InternalEntry>();
        var lines = File.ReadAllLines(path);
        for (var i = 0; i < lines.Length; i++)
        {
            var words = lines[i].Split('#')[0].Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0) continue;
            if (words.Length == 1) throw new PublicizerException($"{path}({i + 1}): expected an assembly and a type, found only '{words[0]}'.");
            entries.Add(new(words[0], words[1], words[2..], i + 1));
        }
        return entries;
    }
}

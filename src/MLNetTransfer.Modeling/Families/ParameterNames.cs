using MLNetTransfer.Modeling.Heads;

namespace MLNetTransfer.Modeling.Families;

/// <summary>
/// How a family's parameters are called here and in checkpoints, as a reversible table. A row pairs the path of a module here with its path there;
/// <c>*</c> stands for the same number in both, and what follows the module (<c>.weight</c>, <c>.bias</c>) is the same in both. Of several rows with the same
/// module here the first is how it is written, and all are how it is read; of several with the same path there, the one whose module a network has counts.
/// </summary>
public sealed class ParameterNames
{
    private readonly (string[] Here, string[] There)[] _encoder, _heads;
    private readonly (string Old, string New)[] _spellings;
    private readonly string[] _prefixes;
    private readonly (string Stored, string Copy)[] _copies;
    private readonly string[][] _ignored;
    private readonly Dictionary<string, string> _stored, _ours;

    /// <summary>Makes the table.</summary>
    /// <param name="prefix">Where models with a head keep their encoder, such as <c>bert</c>; a bare encoder's names have no prefix. Empty where those inside a model have none either.</param>
    /// <param name="encoder">Rows of the encoder's modules, both sides without prefix.</param>
    /// <param name="heads">Rows of the heads' modules.</param>
    /// <param name="oldSpellings">Ends of names in old checkpoints, and what they are now.</param>
    /// <param name="ignored">Names, perhaps with <c>*</c>, that checkpoints have and that hold nothing of their own: buffers, and copies of tied weights.</param>
    /// <param name="otherPrefixes">Where else checkpoints may keep their encoder; only read.</param>
    /// <param name="copies">Parameters that are stored a second time, by both full names: readers of the family insist on it.</param>
    /// <param name="parameters">Single parameters of the encoder by their whole names, those there without any prefix, for checkpoints whose names are no paths of modules.</param>
    internal ParameterNames(
        string prefix, (string Here, string There)[] encoder, (string Here, string There)[] heads, (string Old, string New)[] oldSpellings, string[] ignored,
        string[]? otherPrefixes = null, (string Stored, string Copy)[]? copies = null, (string Here, string There)[]? parameters = null)
    {
        Prefix = prefix;
        _prefixes = [.. (otherPrefixes ?? []).Append(prefix).OrderByDescending(p => p.Length)];
        _copies = copies ?? [];
        _stored = (parameters ?? []).ToDictionary(p => p.Here, p => p.There, StringComparer.Ordinal);
        _ours = (parameters ?? []).ToDictionary(p => p.There, p => p.Here, StringComparer.Ordinal);
        _encoder = [.. encoder.Select(Split)];
        // A head of the user's own shape goes on any encoder.
        _heads = [.. heads.Append(($"{HeadOptions.OwnName}.*", $"{HeadOptions.OwnName}.*")).Select(Split)];
        _spellings = oldSpellings;
        _ignored = [.. ignored.Select(name => name.Split('.'))];

        static (string[], string[]) Split((string Here, string There) row) => (row.Here.Split('.'), row.There.Split('.'));
    }

    /// <summary>Where checkpoints of models with a head keep their encoder.</summary>
    public string Prefix { get; }

    /// <summary>The name in a checkpoint of a parameter here; those of an encoder inside a model begin with <c>encoder.</c> here and with the prefix there.</summary>
    /// <exception cref="ArgumentException">No row has the parameter.</exception>
    public string ToCheckpoint(string name)
    {
        const string inside = "encoder.";
        if (_stored.TryGetValue(name.StartsWith(inside, StringComparison.Ordinal) ? name[inside.Length..] : name, out var whole)) return whole;
        var found = name.StartsWith(inside, StringComparison.Ordinal)
            ? (Prefix.Length == 0 ? "" : Prefix + '.') + Translate(_encoder, name[inside.Length..], forward: true)
            : Translate(_encoder, name, forward: true) ?? Translate(_heads, name, forward: true);
        return string.IsNullOrEmpty(found) || found.EndsWith('.')
            ? throw new ArgumentException($"The parameter '{name}' has no name in checkpoints of '{Prefix}' models.", nameof(name))
            : found;
    }

    /// <summary>The name here of a parameter in a checkpoint, old spellings included; null for what the table does not know. The encoder's begin with <c>encoder.</c>.</summary>
    public string? FromCheckpoint(string name) => AllFromCheckpoint(name).FirstOrDefault();

    /// <summary>All names here that a parameter in a checkpoint may have: heads of different kinds can share a name there.</summary>
    internal IEnumerable<string> AllFromCheckpoint(string name)
    {
        name = Modern(name);
        if (_ours.TryGetValue(name, out var whole)) return ["encoder." + whole];
        return TranslateAll(_encoder, Bare(name), forward: false).Select(n => "encoder." + n).Concat(TranslateAll(_heads, name, forward: false));
    }

    /// <summary>Whether a checkpoint may have this name without there being a parameter for it.</summary>
    public bool IsIgnored(string name)
    {
        name = Modern(name);
        return _ignored.Any(pattern => Match(pattern, name.Split('.'), rest: 0) is not null || Match(pattern, Bare(name).Split('.'), rest: 0) is not null);
    }

    /// <summary>Under which further names a parameter of this name in a checkpoint is stored.</summary>
    internal IEnumerable<string> CopiesOf(string stored) => _copies.Where(c => c.Stored == stored).Select(c => c.Copy);

    /// <summary>The name without the prefix of the encoder.</summary>
    private string Bare(string name) =>
        _prefixes.FirstOrDefault(p => name.StartsWith(p + '.', StringComparison.Ordinal)) is { } prefix ? name[(prefix.Length + 1)..] : name;

    /// <summary>The name with old endings replaced by today's.</summary>
    private string Modern(string name)
    {
        foreach (var (old, @new) in _spellings)
            if (name.EndsWith(old, StringComparison.Ordinal)) return name[..^old.Length] + @new;
        return name;
    }

    private static string? Translate((string[] Here, string[] There)[] rows, string name, bool forward) => TranslateAll(rows, name, forward).FirstOrDefault();

    private static IEnumerable<string> TranslateAll((string[] Here, string[] There)[] rows, string name, bool forward)
    {
        var parts = name.Split('.');
        foreach (var (here, there) in rows)
        {
            var (from, to) = forward ? (here, there) : (there, here);
            if (Match(from, parts, rest: 1) is not { } number) continue;
            yield return string.Join('.', to.Select(p => p == "*" ? number : p).Concat(parts.Skip(from.Length)));
        }
    }

    /// <summary>The number that <c>*</c> stands for, empty where there is none; null where the path does not match. <paramref name="rest"/> parts follow the path.</summary>
    private static string? Match(string[] path, string[] parts, int rest)
    {
        if (parts.Length != path.Length + rest) return null;
        var number = "";
        for (var i = 0; i < path.Length; i++)
        {
            if (path[i] == "*" && parts[i].Length is > 0 and < 6 && parts[i].All(char.IsAsciiDigit)) number = parts[i];
            else if (path[i] != parts[i]) return null;
        }
        return number;
    }
}

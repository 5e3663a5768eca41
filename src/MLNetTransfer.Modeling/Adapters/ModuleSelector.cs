using System.Text.RegularExpressions;

namespace MLNetTransfer.Modeling.Adapters;

/// <summary>Which modules of a model are meant, by their names in checkpoints: as PEFT reads its <c>target_modules</c>.</summary>
public sealed class ModuleSelector
{
    private const int MaxPattern = 10_000;
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(1);

    private readonly Regex? _pattern;

    private ModuleSelector(IReadOnlyList<string> names, string? pattern)
    {
        (ModuleNames, RegexPattern) = (names, pattern);
        // From a file, so anything may stand there: a slow match is given up.
        if (pattern is not null) _pattern = new Regex($@"^(?:{pattern})\z", RegexOptions.CultureInvariant, _patience);
    }

    /// <summary>Every linear layer below the head.</summary>
    public static ModuleSelector AllLinear { get; } = new([], null);

    /// <summary>The whole names, or their ends after a dot, that are meant; none where a pattern or <see cref="AllLinear"/> says it.</summary>
    public IReadOnlyList<string> ModuleNames { get; }

    /// <summary>The pattern; null where names or <see cref="AllLinear"/> say it.</summary>
    public string? RegexPattern { get; }

    /// <summary>Modules of these names, or whose names end with a dot and one of these, such as <c>query</c>.</summary>
    /// <exception cref="ArgumentException">There is no name, or an empty one.</exception>
    public static ModuleSelector Named(params IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return names.Count > 0 && names.All(n => !string.IsNullOrWhiteSpace(n)) ? new([.. names], null) : throw new ArgumentException("Give at least one name of a module, and none that is empty.", nameof(names));
    }

    /// <summary>Modules whose whole names match a regular expression.</summary>
    /// <exception cref="ArgumentException">It is no regular expression, or an overlong one.</exception>
    public static ModuleSelector Pattern(string pattern)
    {
        ArgumentException.ThrowIfNullOrEmpty(pattern);
        if (pattern.Length > MaxPattern) throw new ArgumentException($"The pattern has {pattern.Length} characters; at most {MaxPattern} are read.", nameof(pattern));
        return new([], pattern);
    }

    /// <summary>Whether a module is meant by name or pattern; <paramref name="exactly"/> tells that a listed name is its whole one.</summary>
    internal bool Matches(string module, out bool exactly)
    {
        exactly = false;
        if (_pattern is not null)
        {
            try
            {
                return _pattern.IsMatch(module);
            }
            catch (RegexMatchTimeoutException e)
            {
                throw new InvalidDataException($"The pattern '{RegexPattern}' takes longer than {_patience.TotalSeconds} s to be compared to '{module}'. Name the modules instead.", e);
            }
        }
        if (ReferenceEquals(this, AllLinear)) return true;
        exactly = ModuleNames.Contains(module, StringComparer.Ordinal);
        return exactly || ModuleNames.Any(name => module.EndsWith('.' + name, StringComparison.Ordinal));
    }
}

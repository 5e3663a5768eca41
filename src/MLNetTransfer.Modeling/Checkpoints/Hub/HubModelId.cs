namespace MLNetTransfer.Modeling.Checkpoints.Hub;

/// <summary>A model on the hub: `name` or `org/name`, and the branch, tag or commit wanted.</summary>
internal sealed record HubModelId(string Name, string Revision)
{
    public const string DefaultRevision = "main";

    /// <summary>The model's folder within the cache.</summary>
    public string FolderName => "models--" + Name.Replace("/", "--", StringComparison.Ordinal);

    public override string ToString() => Revision == DefaultRevision ? Name : $"{Name}@{Revision}";

    /// <summary>True of text that can only mean a folder.</summary>
    public static bool LooksLikePath(string text) =>
        Path.IsPathRooted(text) || text[0] is '.' or '~' or '/' || text.EndsWith('/') || text.Contains('\\') || text.Split('@')[0].Count(c => c == '/') > 1;

    /// <exception cref="ArgumentException">The text is no hub id; the message says what one looks like.</exception>
    public static HubModelId Parse(string text)
    {
        var at = text.IndexOf('@');
        var name = at < 0 ? text : text[..at];
        var revision = at < 0 ? DefaultRevision : text[(at + 1)..];
        var parts = name.Split('/');
        // The hub's own rules; they also keep a name within its folder of the cache.
        if (name.Length > 96 || parts.Length > 2 || !parts.All(IsNamePart) || name.Contains("--", StringComparison.Ordinal) || name.Contains("..", StringComparison.Ordinal))
            throw new ArgumentException($"model: '{text}' is neither an existing folder nor a hub id. A hub id is 'name' or 'org/name' (letters, digits, '-', '_', '.'), optionally with '@revision'.", nameof(text));
        if (!CheckpointNames.IsPlainRelativePath(revision) || revision.Any(char.IsWhiteSpace))
            throw new ArgumentException($"model: '{revision}' in '{text}' is no revision. Give a branch, a tag or a commit after the '@'.", nameof(text));
        return new HubModelId(name, revision);
    }

    /// <summary>True of a full commit hash.</summary>
    public static bool IsCommit(string text) => text.Length == 40 && text.All(char.IsAsciiHexDigitLower);

    private static bool IsNamePart(string part) =>
        part.Length > 0 && part[0] is not ('-' or '.') && part[^1] is not ('-' or '.') && part.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}

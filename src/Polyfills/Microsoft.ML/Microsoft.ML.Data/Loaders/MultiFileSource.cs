namespace Microsoft.ML.Data;

/// <summary>Files read one after another.</summary>
public sealed class MultiFileSource : IMultiStreamSource
{
    private readonly string[] _paths;

    /// <summary>Takes files, folders of files, or patterns with <c>*</c> or <c>?</c> in the file name; of the latter two, files are read in the order of their names.</summary>
    public MultiFileSource(params string[] paths) => _paths = [.. (paths ?? []).Where(path => !string.IsNullOrEmpty(path)).SelectMany(Expand)];

    public int Count => _paths.Length;

    public string GetPathOrNull(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        return _paths[index];
    }

    public Stream Open(int index) => new FileStream(GetPathOrNull(index), FileMode.Open, FileAccess.Read, FileShare.Read);

    public TextReader OpenTextReader(int index) => new StreamReader(Open(index));

    /// <summary>Whether the path names a file, a folder, or a pattern that a folder can be searched for.</summary>
    internal static bool Exists(string path) => File.Exists(path) || Directory.Exists(path) || IsPattern(path) && Expand(path).Any();

    private static bool IsPattern(string path) => Path.GetFileName(path).AsSpan().ContainsAny('*', '?');

    private static IEnumerable<string> Expand(string path)
    {
        if (Directory.Exists(path))
            return Directory.GetFiles(path).Order(StringComparer.Ordinal);
        if (!IsPattern(path) || File.Exists(path))
            return [path];
        var folder = Path.GetDirectoryName(path) is { Length: > 0 } given ? given : ".";
        return Directory.Exists(folder) ? Directory.GetFiles(folder, Path.GetFileName(path)).Order(StringComparer.Ordinal) : [];
    }
}

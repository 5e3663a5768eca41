namespace MLNetTransfer.Examples;

/// <summary>Where data and weights lie: in the clone's examples, and in the shared folder where there is one.</summary>
internal static class Shared
{
    public static string Examples { get; } = FindExamples();

    /// <summary>A file or folder of the shared folder, which MLNETTRANSFER_SHARED names or which lies beside the clone; null where it is not there.</summary>
    public static string? Find(string relative)
    {
        var root = Environment.GetEnvironmentVariable("MLNETTRANSFER_SHARED") is { Length: > 0 } named ? named : Path.Combine(Examples, "..", "..", "shared");
        var path = Path.GetFullPath(Path.Combine(root, relative));
        return Path.Exists(path) ? path : null;
    }

    private static string FindExamples()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (Directory.Exists(Path.Combine(folder.FullName, "examples", "data"))) return Path.Combine(folder.FullName, "examples");
        throw new DirectoryNotFoundException("Run this example from a clone: it reads examples/data.");
    }
}

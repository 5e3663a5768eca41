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

    /// <summary>The encoder that an example takes where none is named: MiniLM where the shared weights are, else null, the one in the package.</summary>
    public static string? Encoder { get; } = Find("weights/all-MiniLM-L6-v2");

    /// <summary>What an encoder is called in what people read.</summary>
    public static string NameOf(string? encoder) => encoder is null ? "the encoder in the package" : Path.GetFileName(encoder.TrimEnd('/'));

    private static string FindExamples()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (Directory.Exists(Path.Combine(folder.FullName, "examples", "data"))) return Path.Combine(folder.FullName, "examples");
        throw new DirectoryNotFoundException("Run this example from a clone: it reads examples/data.");
    }
}

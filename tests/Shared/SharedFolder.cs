namespace MLNetTransfer.TestSupport;

/// <summary>Data and weights too large for the repository: the folder that MLNETTRANSFER_SHARED names, or `shared` beside the clone.</summary>
internal static class SharedFolder
{
    public static string? Root { get; } = Find();

    public static bool Has(string relative) => Root is not null && (File.Exists(Path.Combine(Root, relative)) || Directory.Exists(Path.Combine(Root, relative)));

    public static string PathOf(string relative) => Path.Combine(Root ?? throw new InvalidOperationException("There is no shared folder."), relative);

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("MLNETTRANSFER_SHARED") is { Length: > 0 } named) return Directory.Exists(named) ? named : null;
        for (var d = new DirectoryInfo(AppContext.BaseDirectory); d is not null; d = d.Parent)
            if (File.Exists(Path.Combine(d.FullName, "MLNetTransfer.sln")))
                return d.Parent is { } above && Directory.Exists(Path.Combine(above.FullName, "shared")) ? Path.Combine(above.FullName, "shared") : null;
        return null;
    }
}

/// <summary>A fact that needs files of the shared folder; skipped, saying so, where they are absent.</summary>
internal sealed class SharedFactAttribute : FactAttribute
{
    public SharedFactAttribute(params string[] needed)
    {
        if (needed.FirstOrDefault(n => !SharedFolder.Has(n)) is { } missing)
            Skip = $"needs {missing} of the shared folder (set MLNETTRANSFER_SHARED)";
    }
}

/// <summary>A fact that takes minutes; run when MLNETTRANSFER_SLOW is 1.</summary>
internal sealed class SlowFactAttribute : FactAttribute
{
    public SlowFactAttribute(params string[] needed)
    {
        if (Environment.GetEnvironmentVariable("MLNETTRANSFER_SLOW") != "1") Skip = "slow: set MLNETTRANSFER_SLOW=1";
        else if (needed.FirstOrDefault(n => !SharedFolder.Has(n)) is { } missing) Skip = $"needs {missing} of the shared folder (set MLNETTRANSFER_SHARED)";
    }
}

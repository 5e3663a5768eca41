namespace MLNetTransfer.Modeling.Features.Cache;

/// <summary>Where features are kept, so that a text's are computed once: in later passes over the data, for the next trainer, fold or run they are only read.</summary>
/// <remarks>What is kept is named by digests of the network, the options and the text: other weights or options never meet it. The texts themselves are not kept.</remarks>
public sealed class FeatureCacheOptions
{
    /// <summary>Whether features are kept on disk, beyond the life of the process.</summary>
    /// <value>Default: true.</value>
    public bool OnDisk { get; set; } = true;

    /// <summary>The folder of the caches on disk; processes may share it.</summary>
    /// <value>Default: null, for the environment variable MLNETTRANSFER_CACHE, or where that is not set, <c>mlnettransfer/features</c> in the user's folder for caches.</value>
    public string? Folder { get; set; }

    /// <summary>What all caches in <see cref="Folder"/> may take, in bytes; beyond it, those not used for longest are deleted. At least 1 MiB.</summary>
    /// <value>Default: 4 GiB.</value>
    public long MaxDiskBytes { get; set; } = 4L << 30;

    /// <summary>What the cache in memory may take, in bytes; 0 for none.</summary>
    /// <value>Default: 256 MiB.</value>
    public long MaxMemoryBytes { get; set; } = 256 << 20;

    /// <summary>Checks every value; the message of what is thrown names the option.</summary>
    internal void Validate()
    {
        if (MaxDiskBytes < 1 << 20) throw new ArgumentOutOfRangeException(nameof(MaxDiskBytes), MaxDiskBytes, $"The option {nameof(MaxDiskBytes)} must be at least 1,048,576; to keep nothing on disk, set {nameof(OnDisk)} to false.");
        if (MaxMemoryBytes < 0) throw new ArgumentOutOfRangeException(nameof(MaxMemoryBytes), MaxMemoryBytes, $"The option {nameof(MaxMemoryBytes)} must be at least 0.");
        if (Folder is { Length: 0 }) throw new ArgumentException($"The option {nameof(Folder)} must name a folder, or be null.", nameof(Folder));
    }

    /// <summary>The folder in force.</summary>
    internal string ResolveFolder()
    {
        if (Folder is not null) return Path.GetFullPath(Folder);
        if (Environment.GetEnvironmentVariable("MLNETTRANSFER_CACHE") is { Length: > 0 } set) return Path.GetFullPath(set);
        var caches = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } xdg ? xdg
            : OperatingSystem.IsLinux() ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache")
            : Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
        return Path.Combine(caches, "mlnettransfer", "features");
    }
}

namespace MLNetTransfer.Modeling.Features.Cache;

/// <summary>Features in memory and on disk, of one model with one set of options; what neither has is computed and kept. Safe for calls from many threads.</summary>
internal sealed class FeatureCache : IDisposable
{
    private readonly MemoryFeatureCache? _memory;
    private readonly DiskFeatureCache? _disk;

    /// <param name="name">Names the model and options; a plain file name.</param>
    /// <param name="size">Numbers in a vector.</param>
    /// <param name="options">Where, and how much.</param>
    public FeatureCache(string name, int size, FeatureCacheOptions options)
    {
        options.Validate();
        if (options.MaxMemoryBytes > 0) _memory = new(size, options.MaxMemoryBytes);
        if (!options.OnDisk) return;
        try
        {
            _disk = new(options.ResolveFolder(), name, size, options.MaxDiskBytes);
        }
        catch (Exception e) when (options.Folder is null && e is IOException or UnauthorizedAccessException)
        {
            // A home that cannot be written to is no reason to fail; a folder that the user named is.
        }
    }

    /// <summary>The rows' features, in their order; a text that occurs several times is computed once.</summary>
    /// <param name="keys">The rows' keys.</param>
    /// <param name="compute">From the numbers of rows to their features.</param>
    public float[][] GetOrCompute(IReadOnlyList<UInt128> keys, Func<IReadOnlyList<int>, float[][]> compute)
    {
        var found = new float[]?[keys.Count];
        _memory?.Read(keys, found);
        _disk?.Read(keys, found);
        var first = new Dictionary<UInt128, int>();
        for (var i = 0; i < keys.Count; i++)
            if (found[i] is null) first.TryAdd(keys[i], i);
        if (first.Count > 0)
        {
            int[] rows = [.. first.Values];
            var computed = compute(rows);
            for (var i = 0; i < rows.Length; i++) found[rows[i]] = computed[i];
            _disk?.Add([.. rows.Select(r => keys[r])], computed);
            for (var i = 0; i < keys.Count; i++) found[i] ??= found[first[keys[i]]];
        }
        _memory?.Add(keys, found);
        return found!;
    }

    public void Dispose() => _disk?.Dispose();
}

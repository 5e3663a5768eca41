namespace MLNetTransfer.Modeling.Features.Cache;

/// <summary>
/// Features on disk, of one model with one set of options: a folder of segments, of which every process appends to one of its own and reads all. Processes may
/// share the folder, and any may be killed. Safe for calls from many threads.
/// </summary>
internal sealed class DiskFeatureCache : IDisposable
{
    private const int SegmentsPerLimit = 8;
    private const int MaxSegments = 4096;
    private readonly string _root, _folder;
    private readonly int _size;
    private readonly long _maxBytes;
    private readonly Lock _gate = new();
    private readonly List<FeatureSegment> _segments = [];
    private readonly HashSet<string> _known = [];
    // The number of the segment, and the row in it.
    private readonly Dictionary<UInt128, (int Segment, int Row)> _places = [];
    private readonly List<int> _rowsRead = [];
    private int _own = -1;

    /// <param name="root">The folder of the caches of all models.</param>
    /// <param name="name">Names the model and options; a plain file name.</param>
    /// <param name="size">Numbers in a vector.</param>
    /// <param name="maxBytes">What all caches under <paramref name="root"/> may take; beyond it the segments that were not used for longest are deleted.</param>
    public DiskFeatureCache(string root, string name, int size, long maxBytes)
    {
        (_root, _folder, _size, _maxBytes) = (root, Path.Combine(root, name), size, maxBytes);
        Directory.CreateDirectory(_folder);
        lock (_gate) Refresh();
    }

    /// <summary>Rows that are known.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _places.Count;
        }
    }

    /// <summary>Looks rows up.</summary>
    /// <param name="keys">Their keys.</param>
    /// <param name="found">Gets the vectors; what is not there stays as it is.</param>
    public void Read(IReadOnlyList<UInt128> keys, float[]?[] found)
    {
        lock (_gate)
        {
            var missing = 0;
            for (var i = 0; i < keys.Count; i++)
                if (found[i] is null && !TryRead(keys[i], out found[i])) missing++;
            if (missing == 0 || Refresh() == 0) return;
            for (var i = 0; i < keys.Count; i++)
                if (found[i] is null) TryRead(keys[i], out found[i]);
        }
    }

    /// <summary>Keeps rows. Where the disk is full or read-only they are not kept, and nothing else happens.</summary>
    public void Add(IReadOnlyList<UInt128> keys, IReadOnlyList<float[]> vectors)
    {
        lock (_gate)
        {
            try
            {
                if (_own >= 0 && _segments[_own].Bytes > _maxBytes / SegmentsPerLimit) _own = -1;
                if (_own < 0) OpenOwn();
                _segments[_own].Append(keys, vectors);
                Index(_own);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                _own = -1;
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var segment in _segments) segment.Dispose();
            _segments.Clear();
            _places.Clear();
        }
    }

    private bool TryRead(UInt128 key, out float[]? vector)
    {
        vector = null;
        if (!_places.TryGetValue(key, out var place)) return false;
        vector = new float[_size];
        if (_segments[place.Segment].TryRead(place.Row, vector)) return true;
        // Computed anew, and kept under the same key further on.
        _places.Remove(key);
        vector = null;
        return false;
    }

    /// <summary>Takes in what others have added; how many rows that were.</summary>
    private int Refresh()
    {
        try
        {
            foreach (var keys in Directory.EnumerateFiles(_folder, "*" + FeatureSegment.KeysExtension))
            {
                var path = keys[..^FeatureSegment.KeysExtension.Length];
                if (!File.Exists(path + FeatureSegment.ValuesExtension) || !_known.Add(path)) continue;
                File.SetLastWriteTimeUtc(keys, DateTime.UtcNow);
                Include(FeatureSegment.OpenToRead(path, _size));
            }
            var before = _places.Count;
            for (var i = 0; i < _segments.Count; i++) Index(i);
            return _places.Count - before;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    private int Include(FeatureSegment segment)
    {
        _segments.Add(segment);
        _rowsRead.Add(0);
        return _segments.Count - 1;
    }

    private void Index(int segment)
    {
        foreach (var key in _segments[segment].ReadNewKeys()) _places[key] = (segment, _rowsRead[segment]++);
    }

    // The first segment that nobody writes to and that is not full, so that there are about as many as ever wrote at the same time.
    private void OpenOwn()
    {
        Trim();
        for (var number = 0; number < MaxSegments; number++)
        {
            var path = Path.Combine(_folder, number.ToString(System.Globalization.CultureInfo.InvariantCulture));
            if (FeatureSegment.TryOpenToWrite(path, _size) is not { } own) continue;
            if (own.Bytes > _maxBytes / SegmentsPerLimit)
            {
                own.Dispose();
                continue;
            }
            _known.Add(path);
            _own = Include(own);
            Index(_own);
            return;
        }
        throw new IOException($"No segment of the feature cache in '{_folder}' can be written.");
    }

    private void Trim()
    {
        var segments = Directory.EnumerateFiles(_root, "*" + FeatureSegment.KeysExtension, SearchOption.AllDirectories)
            .Select(keys => (Path: keys[..^FeatureSegment.KeysExtension.Length], Keys: new FileInfo(keys), Values: new FileInfo(keys[..^FeatureSegment.KeysExtension.Length] + FeatureSegment.ValuesExtension)))
            .Where(s => s.Keys.Exists && s.Values.Exists).OrderBy(s => s.Keys.LastWriteTimeUtc).ToList();
        var total = segments.Sum(s => s.Keys.Length + s.Values.Length);
        foreach (var (path, keys, values) in segments)
        {
            if (total <= _maxBytes - _maxBytes / SegmentsPerLimit) return;
            var bytes = keys.Length + values.Length;
            if (FeatureSegment.TryDelete(path)) total -= bytes;
        }
    }
}

namespace MLNetTransfer.Modeling.Features.Cache;

/// <summary>The features of rows seen last, in memory of bounded size; the oldest go first. Safe for calls from many threads.</summary>
internal sealed class MemoryFeatureCache(int size, long maxBytes)
{
    // A key, its place in the table and in the queue, and the array's header.
    private const int OverheadBytes = 96;
    private readonly long _maxRows = maxBytes / (size * sizeof(float) + OverheadBytes);
    private readonly Dictionary<UInt128, float[]> _rows = [];
    private readonly Queue<UInt128> _order = [];
    private readonly Lock _gate = new();

    public void Read(IReadOnlyList<UInt128> keys, float[]?[] found)
    {
        lock (_gate)
        {
            for (var i = 0; i < keys.Count; i++) found[i] ??= _rows.GetValueOrDefault(keys[i]);
        }
    }

    public void Add(IReadOnlyList<UInt128> keys, IReadOnlyList<float[]?> vectors)
    {
        lock (_gate)
        {
            for (var i = 0; i < keys.Count; i++)
            {
                if (vectors[i] is not { } vector || !_rows.TryAdd(keys[i], vector)) continue;
                _order.Enqueue(keys[i]);
                if (_order.Count > _maxRows) _rows.Remove(_order.Dequeue());
            }
        }
    }
}

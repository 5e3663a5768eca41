namespace MLNetTransfer.Search;

/// <summary>Grows by whole blocks of vectors, so that no array has to be copied into a larger one.</summary>
internal sealed class VectorBlocks(int size, int blockRows)
{
    private readonly List<float[]> _blocks = [];

    /// <summary>Vectors so far.</summary>
    public int Count { get; private set; }

    /// <summary>Room for one more vector.</summary>
    public Span<float> Next()
    {
        var row = Count++ % blockRows;
        if (row == 0) _blocks.Add(new float[blockRows * size]);
        return _blocks[^1].AsSpan(row * size, size);
    }

    /// <summary>The blocks, the last one cut to what it holds.</summary>
    public float[][] ToArray()
    {
        if (Count % blockRows is > 0 and var rows) _blocks[^1] = _blocks[^1][..(rows * size)];
        return [.. _blocks];
    }
}

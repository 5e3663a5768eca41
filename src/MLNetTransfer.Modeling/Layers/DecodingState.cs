using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Layers;

/// <summary>What a decoder remembers of the tokens that it has read. Owns its tensors, which no dispose scope does; of one thread at a time.</summary>
internal sealed class DecodingState : IDisposable
{
    private Tensor? _sourceMask, _real, _padding;

    /// <param name="layerCount">Layers that remember.</param>
    public DecodingState(int layerCount)
    {
        Caches = [.. Enumerable.Range(0, layerCount).Select(_ => new KeyValueCache())];
        SourceCaches = [.. Enumerable.Range(0, layerCount).Select(_ => new KeyValueCache(spare: 0))];
    }

    /// <summary>What each layer remembers of the tokens.</summary>
    public IReadOnlyList<KeyValueCache> Caches { get; }

    /// <summary>What each layer made of another text that it looks at; empty where there is none.</summary>
    public IReadOnlyList<KeyValueCache> SourceCaches { get; }

    /// <summary>Which tokens of that text are no padding, bool <c>[rows, source]</c>; null where all are.</summary>
    public Tensor? SourceMask
    {
        get => _sourceMask;
        init => _sourceMask = value?.clone().DetachFromDisposeScope();
    }

    /// <summary>How many tokens were read, padding included.</summary>
    public long Length => Caches[0].Length;

    /// <summary>How much padding each row begins with, int64 <c>[rows, 1]</c>; null where none does.</summary>
    public Tensor? Padding => _padding;

    /// <summary>Says that rows begin with padding, before anything is read.</summary>
    /// <param name="real">Which tokens of what is read first are none, bool <c>[rows, count]</c>.</param>
    public void BeginWithPadding(Tensor real)
    {
        using var scope = torch.NewDisposeScope();
        _real = real.clone().DetachFromDisposeScope();
        _padding = real.logical_not().sum(1, keepdim: true, type: ScalarType.Int64).DetachFromDisposeScope();
    }

    /// <summary>Which tokens are no padding when <paramref name="count"/> more are read, bool <c>[rows, length]</c>; null where all are.</summary>
    public Tensor? RealAfter(long count)
    {
        if (_real is null) return null;
        var length = Length + count;
        if (_real.shape[1] < length)
        {
            // Room for more than this step's, so that steps seldom copy it.
            using var more = torch.ones(_real.shape[0], length, dtype: ScalarType.Bool, device: _real.device);
            var larger = torch.cat([_real, more], 1).DetachFromDisposeScope();
            _real.Dispose();
            _real = larger;
        }
        return _real.narrow(1, 0, length);
    }

    /// <summary>Row <c>i</c> becomes what row <c>rows[i]</c>, int64 <c>[new rows]</c>, is now.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="sameInputs">Whether each row stays one of the same input, so that what depends on the input alone need not move.</param>
    public void Select(Tensor rows, bool sameInputs)
    {
        foreach (var cache in Caches) cache.Select(rows);
        if (sameInputs) return;
        foreach (var cache in SourceCaches) cache.Select(rows);
        Select(ref _sourceMask, rows);
        Select(ref _real, rows);
        Select(ref _padding, rows);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var cache in Caches.Concat(SourceCaches)) cache.Dispose();
        _sourceMask?.Dispose();
        _real?.Dispose();
        _padding?.Dispose();
    }

    private static void Select(ref Tensor? tensor, Tensor rows)
    {
        if (tensor is null) return;
        var selected = tensor.index_select(0, rows).DetachFromDisposeScope();
        tensor.Dispose();
        tensor = selected;
    }
}

using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Layers;

/// <summary>Keys and values of the tokens that an attention has seen, with room for more, so that reading on computes only what is new. Owns its tensors, which no dispose scope does.</summary>
/// <param name="spare">For how many more tokens there is room at first; it doubles when it is used up.</param>
internal sealed class KeyValueCache(long spare = 64) : IDisposable
{
    private Tensor? _keys, _values;

    /// <summary>How many tokens were seen.</summary>
    public long Length { get; private set; }

    /// <summary>Everything seen so far, as views: <c>[rows, length, width]</c>.</summary>
    public (Tensor Keys, Tensor Values) All => (_keys!.narrow(1, 0, Length), _values!.narrow(1, 0, Length));

    /// <summary>Takes in tokens, <c>[rows, count, width]</c>, and gives <see cref="All"/>.</summary>
    public (Tensor Keys, Tensor Values) Append(Tensor keys, Tensor values)
    {
        var count = keys.shape[1];
        Write(ref _keys, keys);
        Write(ref _values, values);
        Length += count;
        return All;
    }

    /// <summary>Row <c>i</c> becomes what row <c>rows[i]</c>, int64 <c>[new rows]</c>, is now.</summary>
    public void Select(Tensor rows)
    {
        if (_keys is null) return;
        Select(ref _keys, rows);
        Select(ref _values!, rows);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _keys?.Dispose();
        _values?.Dispose();
        (_keys, _values, Length) = (null, null, 0);
    }

    private void Write(ref Tensor? room, Tensor tokens)
    {
        var (rows, count, width) = (tokens.shape[0], tokens.shape[1], tokens.shape[2]);
        var needed = Length + count;
        if (room is null || room.shape[1] < needed)
        {
            var larger = torch.empty(rows, Math.Max(needed, Length == 0 ? count + spare : 2 * Length), width, dtype: tokens.dtype, device: tokens.device).DetachFromDisposeScope();
            if (room is not null) Copy(room, larger, Length);
            room?.Dispose();
            room = larger;
        }
        using var free = room.narrow(1, Length, count);
        free.copy_(tokens);
    }

    private void Select(ref Tensor room, Tensor rows)
    {
        using var used = room.narrow(1, 0, Length);
        using var selected = used.index_select(0, rows);
        if (rows.shape[0] != room.shape[0])
        {
            var capacity = room.shape[1];
            room.Dispose();
            room = torch.empty(rows.shape[0], capacity, selected.shape[2], dtype: selected.dtype, device: selected.device).DetachFromDisposeScope();
        }
        Copy(selected, room, Length);
    }

    private static void Copy(Tensor from, Tensor to, long length)
    {
        using var source = from.narrow(1, 0, length);
        using var target = to.narrow(1, 0, length);
        target.copy_(source);
    }
}

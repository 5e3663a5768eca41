using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Layers;

/// <summary>Picks tokens out of rows.</summary>
internal static class TokenSelection
{
    /// <summary>The state of each row's last real token.</summary>
    /// <param name="states"><c>[batch, sequence, hidden]</c></param>
    /// <param name="mask">Which tokens are real, bool <c>[batch, sequence]</c>; null where all are.</param>
    /// <returns><c>[batch, hidden]</c></returns>
    public static Tensor Last(Tensor states, Tensor? mask)
    {
        var (rows, length) = (states.shape[0], states.shape[1]);
        if (mask is null) return states.select(1, length - 1);
        using var scope = torch.NewDisposeScope();
        var places = torch.arange(length, dtype: ScalarType.Int64, device: states.device);
        var last = (mask.to(ScalarType.Int64) * places).amax([1L]);
        var first = torch.arange(rows, dtype: ScalarType.Int64, device: states.device) * length;
        return At(states, first + last).MoveToOuterDisposeScope();
    }

    /// <summary>The states at some places.</summary>
    /// <param name="states"><c>[batch, sequence, hidden]</c></param>
    /// <param name="positions"><c>[n]</c> int64, row times the sequence length plus column.</param>
    /// <returns><c>[n, hidden]</c></returns>
    public static Tensor At(Tensor states, Tensor positions)
    {
        using var flat = states.flatten(0, 1);
        return flat.index_select(0, positions);
    }
}

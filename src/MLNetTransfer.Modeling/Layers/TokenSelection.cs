using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Layers;

/// <summary>Picks one token out of every row.</summary>
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
        return states.flatten(0, 1).index_select(0, first + last).MoveToOuterDisposeScope();
    }
}

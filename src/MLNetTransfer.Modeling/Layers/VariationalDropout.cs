using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Layers;

/// <summary>Dropout that drops the same values at all tokens of a row while training; nothing happens, and nothing is copied, otherwise.</summary>
internal readonly record struct VariationalDropout(double Rate)
{
    /// <summary><c>[batch, sequence, size]</c>: <paramref name="input"/> itself where nothing is dropped, else a new tensor, in which kept values are divided by the share that is kept.</summary>
    public Tensor Apply(Tensor input, bool training)
    {
        if (!training || Rate == 0) return input;
        using var scope = torch.NewDisposeScope();
        var kept = nn.functional.dropout(ones(input.shape[0], 1, input.shape[2], dtype: input.dtype, device: input.device), Rate, training: true);
        return (input * kept).MoveToOuterDisposeScope();
    }
}

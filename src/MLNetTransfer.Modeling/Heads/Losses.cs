using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace MLNetTransfer.Modeling.Heads;

/// <summary>Mean losses as the reference computes them; all take raw scores in float32 and return a scalar.</summary>
internal static class Losses
{
    /// <summary>The label of what does not count.</summary>
    public const long Ignored = -100;

    /// <summary>Softmax cross-entropy: <c>[..., classes]</c> against <c>[...]</c> int64.</summary>
    public static Tensor Classes(Tensor logits, Tensor labels)
    {
        using var scope = torch.NewDisposeScope();
        return cross_entropy(logits.flatten(0, -2), labels.flatten(), ignore_index: Ignored).MoveToOuterDisposeScope();
    }

    /// <summary>Mean squared error: <c>[batch, outputs]</c> against the same, or <c>[batch]</c> for one output.</summary>
    public static Tensor Numbers(Tensor logits, Tensor values)
    {
        using var scope = torch.NewDisposeScope();
        return mse_loss(logits.flatten(), values.flatten()).MoveToOuterDisposeScope();
    }

    /// <summary>Sigmoid cross-entropy: <c>[batch, labels]</c> against 0 and 1 in the same shape.</summary>
    public static Tensor Labels(Tensor logits, Tensor labels) => binary_cross_entropy_with_logits(logits, labels);

    /// <summary>Softmax cross-entropy over positions: <c>[batch, sequence]</c> against <c>[batch]</c> int64. Positions before the sequence count as 0, those behind it not at all.</summary>
    public static Tensor Positions(Tensor logits, Tensor positions)
    {
        using var scope = torch.NewDisposeScope();
        var length = logits.shape[1];
        return cross_entropy(logits, positions.clamp(0L.ToScalar(), length.ToScalar()), ignore_index: length).MoveToOuterDisposeScope();
    }
}

using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Layers;

/// <summary>Moves the padding of prompts to the front, so that all rows end, and go on, at the same place.</summary>
internal static class PromptPadding
{
    /// <param name="tokenIds">Int64 <c>[rows, count]</c>.</param>
    /// <param name="real">Which are no padding, bool of the same shape: one run of tokens in each row.</param>
    /// <returns>Both, with each row turned so that its last token is real.</returns>
    public static (Tensor TokenIds, Tensor Real) ToFront(Tensor tokenIds, Tensor real)
    {
        using var scope = torch.NewDisposeScope();
        var count = tokenIds.shape[1];
        var places = torch.arange(count, dtype: ScalarType.Int64, device: tokenIds.device);
        var end = (real.to(ScalarType.Int64) * (places + 1)).amax([1L], keepdim: true);
        var sources = (places + end).remainder(count);
        return (tokenIds.gather(1, sources).MoveToOuterDisposeScope(), real.gather(1, sources).MoveToOuterDisposeScope());
    }
}

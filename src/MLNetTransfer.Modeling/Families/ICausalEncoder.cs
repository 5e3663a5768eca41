using MLNetTransfer.Modeling.Layers;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Families;

/// <summary>An encoder whose tokens see only those before them, and that can therefore read on from where it stopped.</summary>
internal interface ICausalEncoder
{
    /// <summary>A memory of nothing, the caller's to dispose.</summary>
    DecodingState CreateState();

    /// <summary>Reads on.</summary>
    /// <param name="tokenIds">The next tokens, int64 <c>[rows, count]</c>.</param>
    /// <param name="state">What was read before; gets these tokens too.</param>
    /// <returns>The last layer's states of these tokens, <c>[rows, count, hidden]</c>.</returns>
    /// <exception cref="ArgumentException">There are more tokens than positions.</exception>
    Tensor Continue(Tensor tokenIds, DecodingState state);
}

using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Layers;

/// <summary>Something that changes what a linear layer computes, by parameters that the layer holds for it; the layer's owner does not notice.</summary>
internal interface ILinearAdapter
{
    /// <summary>The changed output. The handle given for the output is the adapter's to dispose or to hand back.</summary>
    /// <param name="layer">The layer, which has the adapter's parameters.</param>
    /// <param name="input"><c>[..., input]</c></param>
    /// <param name="output">What the layer computes by itself, <c>[..., output]</c>, in the type in force.</param>
    Tensor Apply(LinearLayer layer, Tensor input, Tensor output);
}

using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Layers;

/// <summary>Layers that a text passes one after another: what a network's depth is counted in.</summary>
internal interface ILayerStack
{
    /// <summary>The layers that have parameters of their own, lowest first; those of one depth, as both directions of a network, together.</summary>
    IReadOnlyList<nn.Module[]> Depths { get; }
}

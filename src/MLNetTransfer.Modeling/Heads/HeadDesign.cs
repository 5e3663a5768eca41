using MLNetTransfer.Modeling.Layers;

namespace MLNetTransfer.Modeling.Heads;

/// <summary>How a family builds its heads, as data.</summary>
/// <param name="ClassifierDropout">Dropout before the last linear layer of sequence and token classification.</param>
/// <param name="TokenActivation">Activation of the masked language model's dense layer.</param>
/// <param name="NormEpsilon">Epsilon of the masked language model's normalisation.</param>
internal sealed record HeadDesign(double ClassifierDropout, Activation TokenActivation, double NormEpsilon);

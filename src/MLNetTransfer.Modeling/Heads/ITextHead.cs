using MLNetTransfer.Modeling.Families;
using MLNetTransfer.Modeling.Tokenization;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Heads;

/// <summary>Scores whole texts in a family's own way.</summary>
internal interface ITextHead
{
    /// <summary>The head's parameters.</summary>
    nn.Module Module { get; }

    /// <summary><c>[batch, outputs]</c>, in the type in force.</summary>
    Tensor Score(Encoder encoder, TokenBatch batch);
}

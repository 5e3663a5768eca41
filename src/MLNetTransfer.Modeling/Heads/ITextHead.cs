using MLNetTransfer.Modeling.Families;
using MLNetTransfer.Modeling.Tokenization;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Heads;

/// <summary>A head that scores whole texts: the encoder's states become one vector, and the vector scores.</summary>
internal interface ITextHead
{
    /// <summary>The head's parameters.</summary>
    nn.Module Module { get; }

    /// <summary>Names how the vector is made: heads of one name read the same.</summary>
    string VectorName { get; }

    /// <summary>Width of the vector.</summary>
    int VectorSize { get; }

    /// <summary>The part of the head that plays a part in <see cref="Read"/>, and is pretrained like the encoder; null for none.</summary>
    nn.Module? Reader => null;

    /// <summary>What the head reads of a text: <c>[batch, vector size]</c>. No parameter of the head plays a part but the reader's.</summary>
    Tensor Read(Encoder encoder, TokenBatch batch);

    /// <summary><c>[batch, vector size]</c> to <c>[batch, outputs]</c>, in the type in force. The vector stays the caller's.</summary>
    Tensor Score(Tensor vector);
}

using MLNetTransfer.Modeling.Families;
using MLNetTransfer.Modeling.Tokenization;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Heads;

/// <summary>One vector for a whole text out of an encoder.</summary>
internal static class TextVector
{
    /// <summary><c>[batch, hidden]</c>; of the last layer no more is computed than is needed.</summary>
    public static Tensor Read(Encoder encoder, TokenBatch batch, TokenPooling pooling)
    {
        using var scope = NewDisposeScope();
        return (pooling switch
        {
            TokenPooling.Pooler => encoder.Encode(batch, EncoderOutputs.Pooled).Pooled!,
            TokenPooling.FirstToken => encoder.Encode(batch, EncoderOutputs.FirstToken).FirstToken!,
            TokenPooling.LastToken => encoder.Encode(batch, EncoderOutputs.LastToken).LastToken!,
            _ => StatePooler.Pool(encoder.Encode(batch).LastHiddenState!, batch.AttentionMask, pooling),
        }).MoveToOuterDisposeScope();
    }
}

using MLNetTransfer.Modeling.Tokenization;

namespace MLNetTransfer.Modeling.Families;

/// <summary>What recurrent encoders check alike.</summary>
internal static class RecurrentInput
{
    /// <exception cref="ArgumentException">The batch is too long, or a pooler is wanted.</exception>
    public static void Check(RecurrentEncoder encoder, TokenBatch batch, EncoderOutputs wanted)
    {
        if (batch.SequenceLength > encoder.Config.MaxPositions)
            throw new ArgumentException($"The batch is {batch.SequenceLength} tokens long; this {encoder.Config.ModelType} encoder reads {encoder.Config.MaxPositions}. Truncate texts to that many tokens.", nameof(batch));
        if (wanted.HasFlag(EncoderOutputs.Pooled))
            throw new ArgumentException($"{encoder.Config.ModelType} encoders have no pooler. Use {nameof(EncoderOutputs.LastHiddenState)}.", nameof(wanted));
    }
}

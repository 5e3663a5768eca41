using MLNetTransfer.Modeling.Tokenization;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Families;

/// <summary>What recurrent encoders check and return alike.</summary>
internal static class RecurrentOutput
{
    /// <exception cref="ArgumentException">The batch is too long, or a pooler is wanted.</exception>
    public static void Check(RecurrentEncoder encoder, TokenBatch batch, EncoderOutputs wanted)
    {
        if (batch.SequenceLength > encoder.Config.MaxPositions)
            throw new ArgumentException($"The batch is {batch.SequenceLength} tokens long; this {encoder.Config.ModelType} encoder reads {encoder.Config.MaxPositions}. Truncate texts to that many tokens.", nameof(batch));
        if (wanted.HasFlag(EncoderOutputs.Pooled))
            throw new ArgumentException($"{encoder.Config.ModelType} encoders have no pooler. Use {nameof(EncoderOutputs.LastHiddenState)}.", nameof(wanted));
    }

    /// <summary>What is wanted of all states, moved to the scope around the present one.</summary>
    public static EncoderOutput Select(Tensor[] states, EncoderOutputs wanted)
    {
        var output = new EncoderOutput
        {
            LastHiddenState = wanted.HasFlag(EncoderOutputs.LastHiddenState) ? states[^1] : null,
            HiddenStates = wanted.HasFlag(EncoderOutputs.HiddenStates) ? states : null,
            FirstToken = wanted.HasFlag(EncoderOutputs.FirstToken) ? states[^1].select(1, 0) : null,
        };
        foreach (var tensor in (output.HiddenStates ?? []).Append(output.LastHiddenState).Append(output.FirstToken)) tensor?.MoveToOuterDisposeScope();
        return output;
    }
}

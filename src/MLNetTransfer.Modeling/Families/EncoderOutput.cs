using MLNetTransfer.Modeling.Layers;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Families;

/// <summary>What a caller wants out of an encoder; what nobody wants is not computed.</summary>
[Flags]
public enum EncoderOutputs
{
    /// <summary>The last layer's states of all tokens.</summary>
    LastHiddenState = 1,
    /// <summary>The embeddings and the states of every layer.</summary>
    HiddenStates = 2,
    /// <summary>The last layer's state of the first token. Wanted without the two above, the last layer is computed for that token alone, exactly.</summary>
    FirstToken = 4,
    /// <summary>The pooler's output over the first token.</summary>
    Pooled = 8,
    /// <summary>The last layer's state of each row's last real token.</summary>
    LastToken = 16,
}

/// <summary>What was asked of an encoder; everything else is null. The tensors belong to the caller's dispose scope.</summary>
public sealed class EncoderOutput
{
    /// <summary><c>[batch, sequence, hidden]</c></summary>
    public Tensor? LastHiddenState { get; init; }

    /// <summary>Index 0 is the embeddings' output, then one of each layer, each <c>[batch, sequence, hidden]</c>.</summary>
    public IReadOnlyList<Tensor>? HiddenStates { get; init; }

    /// <summary><c>[batch, hidden]</c></summary>
    public Tensor? FirstToken { get; init; }

    /// <summary><c>[batch, hidden]</c></summary>
    public Tensor? Pooled { get; init; }

    /// <summary><c>[batch, hidden]</c></summary>
    public Tensor? LastToken { get; init; }

    /// <summary>Picks what is wanted and hands it to the outer dispose scope.</summary>
    /// <param name="wanted">What to pick.</param>
    /// <param name="last">The last layer's states, <c>[batch, sequence, hidden]</c>, or at least those wanted.</param>
    /// <param name="every">All states; null where they are not wanted.</param>
    /// <param name="mask">Which tokens are real, bool <c>[batch, sequence]</c>; null where all are.</param>
    /// <param name="pool">Makes the pooled vector of the first token's state.</param>
    internal static EncoderOutput Select(EncoderOutputs wanted, Tensor last, IReadOnlyList<Tensor>? every, Tensor? mask, Func<Tensor, Tensor>? pool = null)
    {
        var first = wanted.HasFlag(EncoderOutputs.FirstToken) || wanted.HasFlag(EncoderOutputs.Pooled) ? last.select(1, 0) : null;
        var output = new EncoderOutput
        {
            LastHiddenState = wanted.HasFlag(EncoderOutputs.LastHiddenState) ? last : null,
            HiddenStates = wanted.HasFlag(EncoderOutputs.HiddenStates) ? every : null,
            FirstToken = wanted.HasFlag(EncoderOutputs.FirstToken) ? first : null,
            Pooled = wanted.HasFlag(EncoderOutputs.Pooled) ? pool!(first!) : null,
            LastToken = wanted.HasFlag(EncoderOutputs.LastToken) ? TokenSelection.Last(last, mask) : null,
        };
        Tensor?[] picked = [output.LastHiddenState, output.FirstToken, output.Pooled, output.LastToken];
        foreach (var tensor in picked.Concat(output.HiddenStates ?? [])) tensor?.MoveToOuterDisposeScope();
        return output;
    }
}

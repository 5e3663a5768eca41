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
}

using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Layers;

/// <summary>What attention is given beside the states, the same in every layer, or in every layer of a kind.</summary>
/// <param name="Mask">See <see cref="DotProductAttention.Compute"/>.</param>
/// <param name="Rotation">How queries and keys are turned by their positions; null where they are not.</param>
/// <param name="Relative">What <see cref="DisentangledAttention"/> needs.</param>
internal sealed record AttentionInputs(Tensor? Mask, Rotation? Rotation = null, RelativePositions? Relative = null)
{
    /// <summary>Whether tokens see only those up to themselves; there is no mask then.</summary>
    public bool Causal { get; init; }

    /// <summary>The tokens before these, where a sequence is read on; gets these too.</summary>
    public KeyValueCache? Cache { get; init; }

    /// <summary>For attention to another text: its states, <c>[batch, source, hidden]</c>; null where the cache has what was made of them.</summary>
    public Tensor? Source { get; init; }

    /// <summary>What a layer's attention to another text is given; null where it has none.</summary>
    public AttentionInputs? Cross { get; init; }
}

/// <summary>Attention of a sequence to itself, or to another text, inside an <see cref="EncoderLayer"/>.</summary>
internal abstract class AttentionLayer(string name) : nn.Module(name)
{
    /// <param name="states"><c>[batch, sequence, hidden]</c></param>
    /// <param name="inputs">What all layers share.</param>
    /// <param name="queryCount">How many tokens from the front ask; all tokens are asked.</param>
    /// <returns><c>[batch, queryCount, hidden]</c>, in the type in force.</returns>
    public abstract Tensor Forward(Tensor states, AttentionInputs inputs, long queryCount);
}

/// <summary>Makes, once in a pass, what the attention of its layers shares. May have parameters of its own.</summary>
internal abstract class AttentionSetup(string name) : nn.Module(name)
{
    /// <param name="mask">Bool <c>[batch, sequence]</c>, true for real tokens; null where all are.</param>
    /// <param name="tokenIds">Int64 <c>[batch, sequence]</c>, for the length and the device.</param>
    /// <returns>The inputs of a layer, by its number.</returns>
    public abstract Func<int, AttentionInputs> Prepare(Tensor? mask, Tensor tokenIds);

    /// <summary>A mask of keys, <c>[batch, sequence]</c>, as attention takes it.</summary>
    public static Tensor? OverKeys(Tensor? mask) => mask?.unsqueeze(1).unsqueeze(2);

    /// <summary>The same as numbers to add to scores: 0, and -∞ for padding.</summary>
    public static Tensor Additive(Tensor mask)
    {
        using var scope = torch.NewDisposeScope();
        var keys = OverKeys(mask)!;
        return torch.zeros(keys.shape, dtype: ScalarType.Float32, device: mask.device).masked_fill_(keys.logical_not(), float.NegativeInfinity).MoveToOuterDisposeScope();
    }
}

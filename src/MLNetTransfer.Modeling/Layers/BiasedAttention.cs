using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Layers;

/// <summary>Attention whose scores all layers shift by the same <c>bias</c>, as in MPNet.</summary>
internal sealed class BiasedAttention : AttentionSetup
{
    private readonly RelativePositionBias _bias;

    public BiasedAttention(RelativePositionBias bias) : base(nameof(BiasedAttention)) => register_module("bias", _bias = bias);

    /// <inheritdoc/>
    public override Func<int, AttentionInputs> Prepare(Tensor? mask, Tensor tokenIds)
    {
        var length = tokenIds.shape[1];
        var bias = _bias.Forward(length, length, tokenIds.device);
        var inputs = new AttentionInputs(mask is null ? bias : bias + Additive(mask));
        return _ => inputs;
    }
}

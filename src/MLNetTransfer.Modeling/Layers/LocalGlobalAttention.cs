using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Layers;

/// <summary>Some layers see the whole text, others a window around each token; both have rotary positions, of speeds of their own.</summary>
internal sealed class LocalGlobalAttention : AttentionSetup
{
    /// <summary>Added to a score, it leaves nothing of it, in bfloat16 too.</summary>
    private const float Unlikely = -1e30f;

    private readonly bool[] _isGlobal;
    private readonly long _headSize, _reach;
    private readonly double _globalTheta, _localTheta;

    /// <param name="isGlobal">Of each layer.</param>
    /// <param name="headSize">Numbers of a head.</param>
    /// <param name="reach">How far a token of the other layers sees to either side.</param>
    /// <param name="globalTheta">See <see cref="Rotation.Create"/>.</param>
    /// <param name="localTheta">The same of the other layers.</param>
    public LocalGlobalAttention(bool[] isGlobal, long headSize, long reach, double globalTheta, double localTheta) : base(nameof(LocalGlobalAttention)) =>
        (_isGlobal, _headSize, _reach, _globalTheta, _localTheta) = (isGlobal, headSize, reach, globalTheta, localTheta);

    /// <inheritdoc/>
    public override Func<int, AttentionInputs> Prepare(Tensor? mask, Tensor tokenIds)
    {
        var (length, device) = (tokenIds.shape[1], tokenIds.device);
        var global = new AttentionInputs(OverKeys(mask), Rotation.Create(length, _headSize, _globalTheta, device));
        var local = new AttentionInputs(length <= _reach + 1 ? global.Mask : Window(mask, length, device), Rotation.Create(length, _headSize, _localTheta, device));
        return layer => _isGlobal[layer] ? global : local;
    }

    /// <summary>To be added to scores: <c>[batch or 1, 1, sequence, sequence]</c>.</summary>
    private Tensor Window(Tensor? mask, long length, Device device)
    {
        using var scope = torch.NewDisposeScope();
        var near = RelativeDistances.Spread(RelativeDistances.All(length, length, device).abs_().le(_reach), length).view(1, 1, length, length);
        var visible = mask is null ? near : near.logical_and(OverKeys(mask)!);
        // Far behind a text's end a token sees none of it. With a finite number it then sees all tokens alike, as in the reference, where question answering reads it.
        return torch.zeros(visible.shape, dtype: ScalarType.Float32, device: device).masked_fill_(visible.logical_not(), Unlikely).MoveToOuterDisposeScope();
    }
}

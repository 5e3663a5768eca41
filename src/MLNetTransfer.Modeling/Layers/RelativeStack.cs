using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Layers;

/// <summary>
/// T5's stack, in its encoder and in its decoder: dropout, <c>layers</c> whose scores are shifted by the same <c>bias</c>, <c>norm</c>, dropout.
/// </summary>
internal sealed class RelativeStack : nn.Module
{
    private readonly RelativePositionBias _bias;
    private readonly EncoderStack _layers;
    private readonly RmsNormalization _norm;
    private readonly Dropout _dropout;

    public RelativeStack(RelativePositionBias bias, EncoderStack layers, RmsNormalization norm, double dropout) : base(nameof(RelativeStack))
    {
        _dropout = new(dropout);
        register_module("bias", _bias = bias);
        register_module("layers", _layers = layers);
        register_module("norm", _norm = norm);
    }

    /// <summary>Reads a whole text, in which all tokens see all.</summary>
    /// <param name="embeddings"><c>[batch, sequence, hidden]</c>; disposed unless it is collected.</param>
    /// <param name="mask">Which tokens are no padding, bool <c>[batch, sequence]</c>; null where all are.</param>
    /// <param name="collect">Where given, gets the embeddings and every layer's output, the last one normalised.</param>
    /// <param name="firstTokenOnly">Computes the last layer for the first token alone.</param>
    /// <returns><c>[batch, sequence, hidden]</c>, or <c>[batch, 1, hidden]</c> of the first token.</returns>
    public Tensor Read(Tensor embeddings, Tensor? mask, List<Tensor>? collect, bool firstTokenOnly)
    {
        using var scope = torch.NewDisposeScope();
        var length = embeddings.shape[1];
        var bias = _bias.Forward(length, length, embeddings.device);
        var inputs = new AttentionInputs(mask is null ? bias : bias + AttentionSetup.Additive(mask));
        return Run(embeddings, _ => inputs, firstTokenOnly, collect);
    }

    /// <summary>Reads tokens that see only those before them, and another text.</summary>
    /// <param name="embeddings"><c>[rows, count, hidden]</c>; disposed unless it is collected.</param>
    /// <param name="cross">What a layer, by its number, is given of the other text.</param>
    /// <param name="state">What was read before; gets these tokens too. Null where nothing was and nothing will follow.</param>
    /// <param name="collect">As in <see cref="Read"/>.</param>
    /// <returns><c>[rows, count, hidden]</c></returns>
    public Tensor ReadOn(Tensor embeddings, Func<int, AttentionInputs> cross, DecodingState? state, List<Tensor>? collect)
    {
        using var scope = torch.NewDisposeScope();
        var (count, seen, device) = (embeddings.shape[1], state?.Length ?? 0, embeddings.device);
        var bias = _bias.Forward(count, seen + count, device, firstQuery: seen);
        if (count > 1) bias = bias + torch.full(count, seen + count, float.NegativeInfinity, dtype: ScalarType.Float32, device: device).triu(seen + 1);
        return Run(embeddings, i => new(bias) { Cache = state?.Caches[i], Cross = cross(i) }, firstTokenOnly: false, collect);
    }

    private Tensor Run(Tensor embeddings, Func<int, AttentionInputs> inputs, bool firstTokenOnly, List<Tensor>? collect)
    {
        var last = _layers.Forward(_dropout.Apply(embeddings, training), inputs, firstTokenOnly, collect);
        var normalized = _dropout.Apply(_norm.call(last), training);
        if (collect is not null)
        {
            collect[^1] = normalized;
            collect.ForEach(t => t.MoveToOuterDisposeScope());
        }
        return normalized.MoveToOuterDisposeScope();
    }
}

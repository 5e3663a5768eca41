using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Layers;

/// <summary>Attention and a feed-forward network, each added to what it was given and then normalised.</summary>
internal sealed class EncoderLayer : nn.Module
{
    private readonly SelfAttention _attention;
    private readonly FeedForward _feedForward;
    private readonly LayerNormalization _attentionNorm, _feedForwardNorm;
    private readonly Dropout _dropout;

    public EncoderLayer(SelfAttention attention, FeedForward feedForward, LayerNormalization attentionNorm, LayerNormalization feedForwardNorm, double dropout)
        : base(nameof(EncoderLayer))
    {
        _dropout = new(dropout);
        register_module("attention", _attention = attention);
        register_module("attention_norm", _attentionNorm = attentionNorm);
        register_module("feed_forward", _feedForward = feedForward);
        register_module("feed_forward_norm", _feedForwardNorm = feedForwardNorm);
    }

    /// <param name="states"><c>[batch, sequence, hidden]</c> float32.</param>
    /// <param name="mask">See <see cref="DotProductAttention.Compute"/>.</param>
    /// <param name="outputCount">For how many tokens from the front the output is computed. Keys and values are those of all tokens, so what comes out is exact.</param>
    /// <returns><c>[batch, outputCount, hidden]</c> float32.</returns>
    public Tensor Forward(Tensor states, Tensor? mask, long outputCount)
    {
        using var scope = torch.NewDisposeScope();
        var own = outputCount == states.shape[1] ? states : states.narrow(1, 0, outputCount);
        var attended = AddNormalized(_attention.Forward(states, mask, outputCount), own, _attentionNorm);
        return AddNormalized(_feedForward.call(attended), attended, _feedForwardNorm).MoveToOuterDisposeScope();
    }

    private Tensor AddNormalized(Tensor change, Tensor states, LayerNormalization norm)
    {
        var kept = _dropout.Apply(change, training);
        // A linear layer and dropout do not need their outputs again, so the sum can take their place.
        using var sum = kept.dtype == states.dtype ? kept.add_(states) : states + kept;
        if (!ReferenceEquals(sum, kept)) kept.Dispose();
        return norm.call(sum);
    }
}

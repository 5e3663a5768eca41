using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Layers;

/// <summary>
/// Attention, in a decoder perhaps also attention to another text, and a feed-forward network, each added to what it was given, with normalisation after the sums or before the networks.
/// </summary>
internal sealed class EncoderLayer : nn.Module
{
    private readonly AttentionLayer _attention;
    private readonly FeedForward _feedForward;
    private readonly AttentionLayer? _cross;
    private readonly nn.Module<Tensor, Tensor>? _attentionNorm, _crossNorm;
    private readonly nn.Module<Tensor, Tensor> _feedForwardNorm;
    private readonly ConvolutionBranch? _convolution;
    private readonly bool _normFirst;
    private readonly Dropout _attentionDropout, _feedForwardDropout;

    /// <param name="attention">The attention.</param>
    /// <param name="feedForward">The feed-forward network.</param>
    /// <param name="attentionNorm">Null, before the attention only: none.</param>
    /// <param name="feedForwardNorm">The other normalisation.</param>
    /// <param name="attentionDropout">Of the attention's output.</param>
    /// <param name="feedForwardDropout">Of the feed-forward network's output.</param>
    /// <param name="normFirst">Whether what a network is given is normalised, and not the sum.</param>
    /// <param name="convolution">What runs beside the layer; null for nothing.</param>
    /// <param name="cross">The attention to another text, where normalisation comes first; null for none.</param>
    /// <param name="crossNorm">Its normalisation.</param>
    public EncoderLayer(
        AttentionLayer attention, FeedForward feedForward, nn.Module<Tensor, Tensor>? attentionNorm, nn.Module<Tensor, Tensor> feedForwardNorm,
        double attentionDropout, double feedForwardDropout, bool normFirst = false, ConvolutionBranch? convolution = null,
        AttentionLayer? cross = null, nn.Module<Tensor, Tensor>? crossNorm = null)
        : base(nameof(EncoderLayer))
    {
        (_attentionDropout, _feedForwardDropout, _normFirst) = (new(attentionDropout), new(feedForwardDropout), normFirst);
        register_module("attention", _attention = attention);
        if (attentionNorm is not null) register_module("attention_norm", _attentionNorm = attentionNorm);
        if (cross is not null)
        {
            register_module("cross", _cross = cross);
            register_module("cross_norm", _crossNorm = crossNorm!);
        }
        register_module("feed_forward", _feedForward = feedForward);
        register_module("feed_forward_norm", _feedForwardNorm = feedForwardNorm);
        if (convolution is not null) register_module("convolution", _convolution = convolution);
    }

    /// <param name="states"><c>[batch, sequence, hidden]</c> float32.</param>
    /// <param name="inputs">What the layers' attention shares.</param>
    /// <param name="outputCount">For how many tokens from the front the output is computed. Keys and values are those of all tokens, so what comes out is exact.</param>
    /// <returns><c>[batch, outputCount, hidden]</c> float32.</returns>
    public Tensor Forward(Tensor states, AttentionInputs inputs, long outputCount)
    {
        using var scope = torch.NewDisposeScope();
        var own = outputCount == states.shape[1] ? states : states.narrow(1, 0, outputCount);
        var output = _normFirst ? NormFirst(states, own, inputs) : NormAfter(states, own, inputs);
        return (_convolution?.Forward(states, inputs.Mask, output) ?? output).MoveToOuterDisposeScope();
    }

    private Tensor NormFirst(Tensor states, Tensor own, AttentionInputs inputs)
    {
        var attended = Add(_attention.Forward(_attentionNorm?.call(states) ?? states, inputs, own.shape[1]), own, _attentionDropout);
        if (_cross is not null) attended = Add(_cross.Forward(_crossNorm!.call(attended), inputs.Cross!, own.shape[1]), attended, _attentionDropout);
        return Add(_feedForward.call(_feedForwardNorm.call(attended)), attended, _feedForwardDropout);
    }

    private Tensor NormAfter(Tensor states, Tensor own, AttentionInputs inputs)
    {
        var attended = AddNormalized(_attention.Forward(states, inputs, own.shape[1]), own, _attentionDropout, _attentionNorm!);
        return AddNormalized(_feedForward.call(attended), attended, _feedForwardDropout, _feedForwardNorm);
    }

    private Tensor AddNormalized(Tensor change, Tensor states, Dropout dropout, nn.Module<Tensor, Tensor> norm)
    {
        using var sum = Add(change, states, dropout);
        return norm.call(sum);
    }

    private Tensor Add(Tensor change, Tensor states, Dropout dropout)
    {
        var kept = dropout.Apply(change, training);
        // A linear layer and dropout do not need their outputs again, so the sum can take their place.
        var sum = kept.dtype == states.dtype ? kept.add_(states) : states + kept;
        if (!ReferenceEquals(sum, kept)) kept.Dispose();
        return sum;
    }
}

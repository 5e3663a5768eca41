using MLNetTransfer.Modeling.Families;
using MLNetTransfer.Modeling.Layers;
using MLNetTransfer.Modeling.Tokenization;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Heads;

/// <summary>Two objectives at once: the masked tokens, and how two texts belong together: whether the second follows the first in BERT, whether they were swapped in ALBERT.</summary>
public sealed class PretrainingModel : TaskModel
{
    private readonly MaskedTokenHead _tokens;
    private readonly LinearLayer _pair;
    private readonly Dropout _pairDropout;

    internal PretrainingModel(Encoder encoder, HeadDesign design) : base(nameof(PretrainingModel), encoder)
    {
        _pairDropout = new(design.PairDropout);
        register_module("tokens", _tokens = new(encoder, design));
        register_module("pair", _pair = new(encoder.Config.HiddenSize, 2));
    }

    /// <summary>The tokens' scores, <c>[batch, sequence, vocabulary]</c>.</summary>
    public override Tensor Forward(TokenBatch batch)
    {
        var (tokens, pair) = ForwardBoth(batch);
        pair.Dispose();
        return tokens;
    }

    /// <summary>Both heads' scores over one pass of the encoder.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="positions"><c>[n]</c> int64, row times the batch's sequence length plus column; null for all.</param>
    /// <returns>The tokens' <c>[n, vocabulary]</c> or <c>[batch, sequence, vocabulary]</c>, and <c>[batch, 2]</c>: the second text follows, it does not.</returns>
    public (Tensor Tokens, Tensor Pair) ForwardBoth(TokenBatch batch, Tensor? positions = null)
    {
        using var scope = torch.NewDisposeScope();
        var (states, pair) = Encode(batch, positions);
        return (Widen(_tokens.Forward(states, Encoder.TokenWeight)).MoveToOuterDisposeScope(), pair.MoveToOuterDisposeScope());
    }

    /// <summary>The sum of both objectives' mean cross-entropies.</summary>
    /// <param name="tokenLogits"><c>[..., vocabulary]</c></param>
    /// <param name="pairLogits"><c>[batch, 2]</c></param>
    /// <param name="tokenLabels"><c>[...]</c> int64: the token that was masked, -100 elsewhere.</param>
    /// <param name="pairLabels"><c>[batch]</c> int64: 0 where the second text follows the first, else 1.</param>
    public Tensor Loss(Tensor tokenLogits, Tensor pairLogits, Tensor tokenLabels, Tensor pairLabels)
    {
        using var scope = torch.NewDisposeScope();
        return (Losses.Classes(tokenLogits, tokenLabels) + Losses.Classes(pairLogits, pairLabels)).MoveToOuterDisposeScope();
    }

    /// <summary>Both objectives' losses over what <see cref="ForwardBoth"/> gives, without all of it in memory.</summary>
    internal (Tensor Tokens, Tensor Pair) LossBoth(TokenBatch batch, Tensor? positions, Tensor tokenLabels, Tensor pairLabels)
    {
        using var scope = torch.NewDisposeScope();
        var (states, pair) = Encode(batch, positions);
        return (_tokens.Loss(states, Encoder.TokenWeight, tokenLabels).MoveToOuterDisposeScope(), Losses.Classes(pair, pairLabels).MoveToOuterDisposeScope());
    }

    private (Tensor States, Tensor Pair) Encode(TokenBatch batch, Tensor? positions)
    {
        var output = Encoder.Encode(batch, EncoderOutputs.LastHiddenState | EncoderOutputs.Pooled);
        var states = output.LastHiddenState!;
        if (positions is not null) states = TokenSelection.At(states, positions);
        return (states, Widen(_pair.call(_pairDropout.Apply(output.Pooled!, training))));
    }
}

using MLNetTransfer.Modeling.Families;
using MLNetTransfer.Modeling.Layers;
using MLNetTransfer.Modeling.Tokenization;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Heads;

/// <summary>ELECTRA's discriminator: scores every token for having been replaced by another model.</summary>
public sealed class ReplacedTokenModel : TaskModel
{
    private readonly DenseBlock _dense;
    private readonly LinearLayer _replaced;

    internal ReplacedTokenModel(Encoder encoder, HeadDesign design) : base(nameof(ReplacedTokenModel), encoder)
    {
        var hidden = encoder.Config.HiddenSize;
        register_module("discriminator", _dense = new(hidden, hidden, design.ReplacedDense!));
        register_module("replaced", _replaced = new(hidden, 1));
    }

    /// <summary><c>[batch, sequence]</c>: above 0 where a token seems replaced.</summary>
    public override Tensor Forward(TokenBatch batch)
    {
        using var scope = torch.NewDisposeScope();
        return Widen(_replaced.call(_dense.call(Encoder.Encode(batch).LastHiddenState!)).squeeze(-1)).MoveToOuterDisposeScope();
    }

    /// <summary>The mean sigmoid cross-entropy over real tokens.</summary>
    /// <param name="logits"><c>[batch, sequence]</c></param>
    /// <param name="labels"><c>[batch, sequence]</c>: 1 for a replaced token, else 0.</param>
    /// <param name="attentionMask">Bool <c>[batch, sequence]</c>, true for real tokens; null where all are.</param>
    public Tensor Loss(Tensor logits, Tensor labels, Tensor? attentionMask)
    {
        using var scope = torch.NewDisposeScope();
        var targets = labels.to(ScalarType.Float32);
        return (attentionMask is null ? Losses.Labels(logits, targets) : Losses.Labels(logits.masked_select(attentionMask), targets.masked_select(attentionMask))).MoveToOuterDisposeScope();
    }
}

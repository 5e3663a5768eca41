using MLNetTransfer.Modeling.Families;
using MLNetTransfer.Modeling.Layers;
using MLNetTransfer.Modeling.Tokenization;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Heads;

/// <summary>Scores the tags of every token: in some families a dense layer, then dropout and a linear layer over the last states.</summary>
public sealed class TokenClassificationModel : TaskModel
{
    private readonly DenseBlock? _dense;
    private readonly LinearLayer _tags;
    private readonly Dropout _dropout;

    internal TokenClassificationModel(Encoder encoder, int tagCount, HeadDesign design) : base(nameof(TokenClassificationModel), encoder)
    {
        TagCount = tagCount;
        _dropout = new(design.TokenDropout);
        var hidden = encoder.Config.HiddenSize;
        if (design.TokenDense is { } dense) register_module("head", _dense = new(hidden, hidden, dense));
        register_module("tags", _tags = new(hidden, tagCount));
    }

    /// <summary>How many tags there are.</summary>
    public int TagCount { get; }

    /// <summary><c>[batch, sequence, tags]</c></summary>
    public override Tensor Forward(TokenBatch batch)
    {
        using var scope = torch.NewDisposeScope();
        var states = Encoder.Encode(batch).LastHiddenState!;
        if (_dense is not null) states = _dense.call(states);
        return Widen(_tags.call(_dropout.Apply(states, training))).MoveToOuterDisposeScope();
    }

    /// <summary>The mean cross-entropy over tagged tokens.</summary>
    /// <param name="logits"><c>[batch, sequence, tags]</c></param>
    /// <param name="labels"><c>[batch, sequence]</c> int64, -100 for tokens that do not count.</param>
    public Tensor Loss(Tensor logits, Tensor labels) => Losses.Classes(logits, labels);
}

using MLNetTransfer.Modeling.Families;
using MLNetTransfer.Modeling.Layers;
using MLNetTransfer.Modeling.Tokenization;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Heads;

/// <summary>Scores the tags of every token: dropout and a linear layer over the last states.</summary>
public sealed class TokenClassificationModel : TaskModel
{
    private readonly LinearLayer _classifier;
    private readonly Dropout _dropout;

    internal TokenClassificationModel(Encoder encoder, int tagCount, HeadDesign design) : base(nameof(TokenClassificationModel), encoder)
    {
        TagCount = tagCount;
        _dropout = new(design.ClassifierDropout);
        register_module("classifier", _classifier = new(encoder.Config.HiddenSize, tagCount));
    }

    /// <summary>How many tags there are.</summary>
    public int TagCount { get; }

    /// <summary><c>[batch, sequence, tags]</c></summary>
    public override Tensor Forward(TokenBatch batch)
    {
        using var scope = torch.NewDisposeScope();
        var states = Encoder.Encode(batch).LastHiddenState!;
        return Widen(_classifier.call(_dropout.Apply(states, training))).MoveToOuterDisposeScope();
    }

    /// <summary>The mean cross-entropy over tagged tokens.</summary>
    /// <param name="logits"><c>[batch, sequence, tags]</c></param>
    /// <param name="labels"><c>[batch, sequence]</c> int64, -100 for tokens that do not count.</param>
    public Tensor Loss(Tensor logits, Tensor labels) => Losses.Classes(logits, labels);
}

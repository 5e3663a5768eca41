using MLNetTransfer.Modeling.Families;
using MLNetTransfer.Modeling.Layers;
using MLNetTransfer.Modeling.Tokenization;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Heads;

/// <summary>Scores whole texts: the pooled first token, dropout, a linear layer.</summary>
public sealed class SequenceClassificationModel : TaskModel
{
    private readonly LinearLayer _classifier;
    private readonly Dropout _dropout;

    internal SequenceClassificationModel(Encoder encoder, HeadOptions head, HeadDesign design) : base(nameof(SequenceClassificationModel), encoder)
    {
        OutputCount = head.OutputCount;
        Problem = head.Problem;
        _dropout = new(design.ClassifierDropout);
        register_module("classifier", _classifier = new(encoder.Config.HiddenSize, head.OutputCount));
    }

    /// <summary>Classes, numbers or labels.</summary>
    public int OutputCount { get; }

    /// <summary>What the outputs mean.</summary>
    public ClassificationProblem Problem { get; }

    /// <summary><c>[batch, outputs]</c></summary>
    public override Tensor Forward(TokenBatch batch)
    {
        using var scope = torch.NewDisposeScope();
        // Only the first token is asked for, so the last layer computes no other.
        var pooled = Encoder.Encode(batch, EncoderOutputs.Pooled).Pooled!;
        return Widen(_classifier.call(_dropout.Apply(pooled, training))).MoveToOuterDisposeScope();
    }

    /// <summary>The mean loss over the batch, as <see cref="Problem"/> says.</summary>
    /// <param name="logits"><c>[batch, outputs]</c></param>
    /// <param name="labels">Classes <c>[batch]</c> int64, -100 for a row that does not count; numbers <c>[batch]</c> or <c>[batch, outputs]</c>, or labels of 0 and 1 <c>[batch, outputs]</c>, float32.</param>
    public Tensor Loss(Tensor logits, Tensor labels) => Problem switch
    {
        ClassificationProblem.SingleLabel => Losses.Classes(logits, labels),
        ClassificationProblem.Regression => Losses.Numbers(logits, labels),
        _ => Losses.Labels(logits, labels),
    };
}

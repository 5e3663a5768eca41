using MLNetTransfer.Modeling.Families;
using MLNetTransfer.Modeling.Layers;
using MLNetTransfer.Modeling.Tokenization;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Heads;

/// <summary>Scores whole texts: a vector for the text, in some families a dense layer, dropout, a linear layer.</summary>
public sealed class SequenceClassificationModel : TaskModel
{
    private readonly SentenceVector _sentence;
    private readonly DenseBlock? _dense;
    private readonly LinearLayer? _classifier;
    private readonly ITextHead? _own;
    private readonly Dropout _dropout;

    internal SequenceClassificationModel(Encoder encoder, HeadOptions head, HeadDesign design) : base(nameof(SequenceClassificationModel), encoder)
    {
        OutputCount = head.OutputCount;
        Problem = head.Problem;
        _sentence = design.Sentence;
        _dropout = new(design.SentenceDropout);
        var hidden = encoder.Config.HiddenSize;
        if (design.SentenceDense is { } dense) register_module("head", _dense = new(hidden, hidden, dense));
        register_module("classifier", _classifier = new(hidden, head.OutputCount, design.SentenceBias));
    }

    internal SequenceClassificationModel(Encoder encoder, HeadOptions head, ITextHead own) : base(nameof(SequenceClassificationModel), encoder)
    {
        OutputCount = head.OutputCount;
        Problem = head.Problem;
        _own = own;
        register_module("classifier", own.Module);
    }

    /// <summary>Classes, numbers or labels.</summary>
    public int OutputCount { get; }

    /// <summary>What the outputs mean.</summary>
    public ClassificationProblem Problem { get; }

    /// <summary><c>[batch, outputs]</c></summary>
    public override Tensor Forward(TokenBatch batch)
    {
        using var scope = torch.NewDisposeScope();
        if (_own is not null) return Widen(_own.Score(Encoder, batch)).MoveToOuterDisposeScope();
        var vector = Sentence(batch);
        if (_dense is not null) vector = _dense.call(vector);
        return Widen(_classifier!.call(_dropout.Apply(vector, training))).MoveToOuterDisposeScope();
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

    private Tensor Sentence(TokenBatch batch)
    {
        // Where only the first token is asked for, the last layer computes no other.
        if (_sentence == SentenceVector.Pooled) return Encoder.Encode(batch, EncoderOutputs.Pooled).Pooled!;
        if (_sentence == SentenceVector.FirstToken) return Encoder.Encode(batch, EncoderOutputs.FirstToken).FirstToken!;
        if (_sentence == SentenceVector.LastToken) return Encoder.Encode(batch, EncoderOutputs.LastToken).LastToken!;
        var states = Encoder.Encode(batch).LastHiddenState!;
        if (batch.AttentionMask is null) return states.mean([1]);
        var real = batch.AttentionMask.unsqueeze(2).to(states.dtype);
        return (states * real).sum(dim: 1) / real.sum(dim: 1);
    }
}

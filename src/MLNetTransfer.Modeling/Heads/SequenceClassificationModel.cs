using MLNetTransfer.Modeling.Families;
using MLNetTransfer.Modeling.Layers;
using MLNetTransfer.Modeling.Tokenization;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Heads;

/// <summary>Scores whole texts: a vector for the text, in some families a dense layer, dropout, a linear layer.</summary>
public sealed class SequenceClassificationModel : TaskModel
{
    private readonly TokenPooling _sentence;
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
        var hidden = VectorSize = encoder.Config.HiddenSize;
        if (design.SentenceDense is { } dense) register_module("head", _dense = new(hidden, hidden, dense));
        register_module("classifier", _classifier = new(hidden, head.OutputCount, design.SentenceBias));
    }

    internal SequenceClassificationModel(Encoder encoder, HeadOptions head, ITextHead own, string name = "classifier") : base(nameof(SequenceClassificationModel), encoder)
    {
        OutputCount = head.OutputCount;
        Problem = head.Problem;
        VectorSize = own.VectorSize;
        _own = own;
        register_module(name, own.Module);
    }

    /// <summary>Classes, numbers or labels.</summary>
    public int OutputCount { get; }

    /// <summary>What the outputs mean.</summary>
    public ClassificationProblem Problem { get; }

    /// <summary>Names what the head reads of a text: over one encoder, heads of one name read the same.</summary>
    internal string VectorName => _own?.VectorName ?? _sentence.ToString();

    /// <summary>Width of what the head reads of a text.</summary>
    internal int VectorSize { get; }

    /// <summary><c>[batch, outputs]</c></summary>
    public override Tensor Forward(TokenBatch batch)
    {
        using var scope = torch.NewDisposeScope();
        return Score(Vector(batch)).MoveToOuterDisposeScope();
    }

    /// <summary>What makes the vector: the encoder, and in some families a decoder. The other parameters are those that make scores of it.</summary>
    internal IEnumerable<nn.Module> Readers => _own?.Reader is { } reader ? [Encoder, reader] : [Encoder];

    /// <summary>What the head reads of a text: all that the encoder does. <c>[batch, vector size]</c>, in float32.</summary>
    internal Tensor Read(TokenBatch batch)
    {
        using var scope = torch.NewDisposeScope();
        return Widen(Vector(batch)).MoveToOuterDisposeScope();
    }

    /// <summary><c>[batch, vector size]</c> to <c>[batch, outputs]</c> in float32: all that the head does. The vector stays the caller's.</summary>
    internal Tensor Score(Tensor vector)
    {
        using var scope = torch.NewDisposeScope();
        if (_own is not null) return Widen(_own.Score(vector)).MoveToOuterDisposeScope();
        var input = _dense is null ? vector.alias() : _dense.call(vector);
        return Widen(_classifier!.call(_dropout.Apply(input, training))).MoveToOuterDisposeScope();
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

    private Tensor Vector(TokenBatch batch) => _own is not null ? _own.Read(Encoder, batch) : TextVector.Read(Encoder, batch, _sentence);
}

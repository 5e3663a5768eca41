using MLNetTransfer.Modeling.Families;
using MLNetTransfer.Modeling.Layers;
using MLNetTransfer.Modeling.Tokenization;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Heads;

/// <summary>Scores every token as the first and as the last of an answer.</summary>
public sealed class QuestionAnsweringModel : TaskModel
{
    private readonly DenseBlock? _dense;
    private readonly LinearLayer _spans;
    private readonly Dropout _dropout;

    internal QuestionAnsweringModel(Encoder encoder, HeadDesign design) : base(nameof(QuestionAnsweringModel), encoder)
    {
        _dropout = new(design.SpanDropout);
        var hidden = encoder.Config.HiddenSize;
        if (design.TokenDense is { } dense) register_module("head", _dense = new(hidden, hidden, dense));
        register_module("spans", _spans = new(hidden, 2));
    }

    /// <summary><c>[batch, sequence, 2]</c>: as first token, as last token.</summary>
    public override Tensor Forward(TokenBatch batch)
    {
        using var scope = torch.NewDisposeScope();
        var states = Encoder.Encode(batch).LastHiddenState!;
        if (_dense is not null) states = _dense.call(states);
        return Widen(_spans.call(_dropout.Apply(states, training))).MoveToOuterDisposeScope();
    }

    /// <summary>The mean of both ends' cross-entropies; a position outside the sequence does not count.</summary>
    /// <param name="logits"><c>[batch, sequence, 2]</c></param>
    /// <param name="starts"><c>[batch]</c> int64.</param>
    /// <param name="ends"><c>[batch]</c> int64.</param>
    public Tensor Loss(Tensor logits, Tensor starts, Tensor ends)
    {
        using var scope = torch.NewDisposeScope();
        return ((Losses.Positions(logits.select(2, 0), starts) + Losses.Positions(logits.select(2, 1), ends)) / 2).MoveToOuterDisposeScope();
    }
}

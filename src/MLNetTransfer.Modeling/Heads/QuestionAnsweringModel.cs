using MLNetTransfer.Modeling.Families;
using MLNetTransfer.Modeling.Layers;
using MLNetTransfer.Modeling.Tokenization;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Heads;

/// <summary>Scores every token as the first and as the last of an answer.</summary>
public sealed class QuestionAnsweringModel : TaskModel
{
    private readonly LinearLayer _spans;

    internal QuestionAnsweringModel(Encoder encoder) : base(nameof(QuestionAnsweringModel), encoder) =>
        register_module("spans", _spans = new(encoder.Config.HiddenSize, 2));

    /// <summary><c>[batch, sequence, 2]</c>: as first token, as last token.</summary>
    public override Tensor Forward(TokenBatch batch)
    {
        using var scope = torch.NewDisposeScope();
        return Widen(_spans.call(Encoder.Encode(batch).LastHiddenState!)).MoveToOuterDisposeScope();
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

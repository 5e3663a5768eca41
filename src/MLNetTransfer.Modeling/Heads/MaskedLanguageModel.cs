using MLNetTransfer.Modeling.Families;
using MLNetTransfer.Modeling.Layers;
using MLNetTransfer.Modeling.Tokenization;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Heads;

/// <summary>Scores the vocabulary at every token, with the token embeddings as last layer.</summary>
public sealed class MaskedLanguageModel : TaskModel
{
    private readonly MaskedTokenHead _tokens;

    internal MaskedLanguageModel(Encoder encoder, HeadDesign design) : base(nameof(MaskedLanguageModel), encoder) =>
        register_module("tokens", _tokens = new(encoder, design));

    /// <summary><c>[batch, sequence, vocabulary]</c></summary>
    public override Tensor Forward(TokenBatch batch) => Forward(batch, null);

    /// <summary>The scores at some positions only, which saves most of the work where few tokens are masked.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="positions"><c>[n]</c> int64, row times the batch's sequence length plus column; null for all.</param>
    /// <returns><c>[n, vocabulary]</c>, or <c>[batch, sequence, vocabulary]</c> for all positions.</returns>
    public Tensor Forward(TokenBatch batch, Tensor? positions)
    {
        using var scope = torch.NewDisposeScope();
        return Widen(_tokens.Forward(States(batch, positions), Encoder.TokenWeight)).MoveToOuterDisposeScope();
    }

    /// <summary>The mean cross-entropy over masked tokens.</summary>
    /// <param name="logits"><c>[..., vocabulary]</c></param>
    /// <param name="labels"><c>[...]</c> int64: the token that was masked, -100 elsewhere.</param>
    public Tensor Loss(Tensor logits, Tensor labels) => Losses.Classes(logits, labels);

    /// <summary>The loss of what <see cref="Forward(TokenBatch, Tensor?)"/> gives, without all of it in memory.</summary>
    internal Tensor Loss(TokenBatch batch, Tensor? positions, Tensor labels)
    {
        using var scope = torch.NewDisposeScope();
        return _tokens.Loss(States(batch, positions), Encoder.TokenWeight, labels).MoveToOuterDisposeScope();
    }

    private Tensor States(TokenBatch batch, Tensor? positions)
    {
        var states = Encoder.Encode(batch).LastHiddenState!;
        return positions is null ? states : TokenSelection.At(states, positions);
    }
}

using MLNetTransfer.Modeling.Families;
using MLNetTransfer.Modeling.Layers;
using MLNetTransfer.Modeling.Tokenization;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Heads;

/// <summary>Scores, at every token, the vocabulary as the next one, with the token embeddings as last layer; a text may come in several batches.</summary>
public sealed class RecurrentLanguageModel : TaskModel
{
    private readonly RecurrentEncoder _encoder;
    private readonly TiedProjection _vocabulary;
    private readonly VariationalDropout _dropout;

    internal RecurrentLanguageModel(RecurrentEncoder encoder, double dropout) : base(nameof(RecurrentLanguageModel), encoder)
    {
        _encoder = encoder;
        _dropout = new(dropout);
        register_module("vocabulary", _vocabulary = new(encoder.Config.VocabularySize));
    }

    /// <summary><c>[batch, sequence, vocabulary]</c>, of rows that begin afresh.</summary>
    public override Tensor Forward(TokenBatch batch)
    {
        using var scope = torch.NewDisposeScope();
        return Score(_encoder.Encode(batch)).MoveToOuterDisposeScope();
    }

    /// <summary>The scores of rows that go on where those of another batch ended. Gradients do not reach back into that one.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="before">The state after the batch before, of as many rows; null to begin.</param>
    /// <returns><c>[batch, sequence, vocabulary]</c>, and the state after the rows' last tokens, the caller's to dispose.</returns>
    public (Tensor Logits, RecurrentState After) ForwardNext(TokenBatch batch, RecurrentState? before)
    {
        using var scope = torch.NewDisposeScope();
        var (output, after) = _encoder.EncodeNext(batch, before);
        return (Score(output).MoveToOuterDisposeScope(), after);
    }

    /// <summary>The loss of what <see cref="ForwardNext"/> gives, without all of it in memory, with what regularisers of the states need: the last layer's states, and what dropout leaves of them for the scores.</summary>
    internal (Tensor Loss, Tensor States, Tensor Dropped, RecurrentState After) LossNext(TokenBatch batch, Tensor labels, RecurrentState? before)
    {
        using var scope = torch.NewDisposeScope();
        var (output, after) = _encoder.EncodeNext(batch, before);
        var states = output.LastHiddenState!;
        var dropped = _dropout.Apply(states, training);
        return (VocabularyLoss.Of(dropped, Encoder.TokenWeight, _vocabulary.Bias, labels).MoveToOuterDisposeScope(), states.MoveToOuterDisposeScope(), dropped.MoveToOuterDisposeScope(), after);
    }

    /// <summary>The mean cross-entropy of the next tokens.</summary>
    /// <param name="logits"><c>[..., vocabulary]</c></param>
    /// <param name="labels"><c>[...]</c> int64: the token that follows, -100 where none does or it does not count.</param>
    public Tensor Loss(Tensor logits, Tensor labels) => Losses.Classes(logits, labels);

    private Tensor Score(EncoderOutput output) => Widen(_vocabulary.Forward(_dropout.Apply(output.LastHiddenState!, training), Encoder.TokenWeight));
}

using MLNetTransfer.Modeling.Families;
using MLNetTransfer.Modeling.Layers;
using MLNetTransfer.Modeling.Tokenization;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Heads;

/// <summary>Scores the vocabulary at every token, for the token that follows it; by the token embeddings, or by a layer of its own.</summary>
public sealed class CausalLanguageModel : TaskModel, ITokenDecoder
{
    private readonly LinearLayer? _output;

    internal CausalLanguageModel(Encoder encoder, bool tied) : base(nameof(CausalLanguageModel), encoder)
    {
        if (!tied) register_module("output", _output = new(encoder.Config.HiddenSize, encoder.Config.VocabularySize, bias: false));
    }

    /// <summary><c>[batch, sequence, vocabulary]</c>: at each token, the scores of the next.</summary>
    public override Tensor Forward(TokenBatch batch)
    {
        using var scope = torch.NewDisposeScope();
        return Score(Encoder.Encode(batch).LastHiddenState!).MoveToOuterDisposeScope();
    }

    /// <summary>The mean cross-entropy of each token by the scores at the one before it.</summary>
    /// <param name="logits"><c>[batch, sequence, vocabulary]</c></param>
    /// <param name="labels"><c>[batch, sequence]</c> int64: the token ids themselves, -100 for tokens that do not count.</param>
    public Tensor Loss(Tensor logits, Tensor labels)
    {
        using var scope = torch.NewDisposeScope();
        var last = logits.shape[1] - 1;
        return Losses.Classes(logits.narrow(1, 0, last), labels.narrow(1, 1, last)).MoveToOuterDisposeScope();
    }

    /// <summary>The loss of what <see cref="Forward"/> gives, without all of it in memory.</summary>
    internal Tensor Loss(TokenBatch batch, Tensor labels)
    {
        using var scope = torch.NewDisposeScope();
        var last = labels.shape[1] - 1;
        var (states, next) = (Encoder.Encode(batch).LastHiddenState!.narrow(1, 0, last), labels.narrow(1, 1, last));
        return (_output is null ? VocabularyLoss.Of(states, Encoder.TokenWeight, null, next) : VocabularyLoss.Of(states, _output, next)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    DecodingStart ITokenDecoder.Begin(TokenBatch input)
    {
        using var scope = torch.NewDisposeScope();
        var state = Network.CreateState();
        try
        {
            var prompt = input.TokenIds;
            if (input.AttentionMask is { } mask && !mask.all().item<bool>())
            {
                (prompt, var real) = PromptPadding.ToFront(prompt, mask);
                state.BeginWithPadding(real);
            }
            var last = Network.Continue(prompt, state).select(1, -1);
            return new(state, prompt.clone().MoveToOuterDisposeScope(), Score(last).MoveToOuterDisposeScope(), Encoder.Config.MaxPositions - input.SequenceLength);
        }
        catch
        {
            state.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    Tensor ITokenDecoder.Next(Tensor tokenIds, DecodingState state)
    {
        using var scope = torch.NewDisposeScope();
        return Score(Network.Continue(tokenIds.unsqueeze(1), state).select(1, 0)).MoveToOuterDisposeScope();
    }

    private ICausalEncoder Network => (ICausalEncoder)Encoder;

    /// <summary>States <c>[..., hidden]</c> to scores <c>[..., vocabulary]</c>.</summary>
    private Tensor Score(Tensor states)
    {
        if (_output is not null) return Widen(_output.call(states));
        using var table = Encoder.TokenWeight;
        return Widen(LinearLayer.Project(states, table, null));
    }
}

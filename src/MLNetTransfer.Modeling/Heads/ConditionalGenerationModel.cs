using MLNetTransfer.Modeling.Families;
using MLNetTransfer.Modeling.Layers;
using MLNetTransfer.Modeling.Tokenization;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Heads;

/// <summary>Writes a text in answer to another: a decoder that looks at the encoder's states, and scores of the vocabulary by the token embeddings or by a layer of its own.</summary>
public sealed class ConditionalGenerationModel : TaskModel, ITokenDecoder
{
    private readonly SourceDecoder _decoder;
    private readonly LinearLayer? _output;
    private readonly ConditionalGenerationDesign _design;

    internal ConditionalGenerationModel(Encoder encoder, SourceDecoder decoder, ConditionalGenerationDesign design) : base(nameof(ConditionalGenerationModel), encoder)
    {
        _design = design;
        register_module("decoder", _decoder = decoder);
        if (!design.Tied) register_module("output", _output = new(encoder.Config.HiddenSize, encoder.Config.VocabularySize, bias: false));
    }

    /// <summary>The scores of the first token of the answer, <c>[batch, 1, vocabulary]</c>.</summary>
    public override Tensor Forward(TokenBatch batch)
    {
        using var start = Start(batch.BatchSize, batch.TokenIds.device);
        return Forward(batch, start);
    }

    /// <summary>At each token of the answers, the scores of the next.</summary>
    /// <param name="batch">The texts to be answered.</param>
    /// <param name="decoderTokenIds">Int64 <c>[batch, count]</c>: the answers behind a start token, as <see cref="DecoderTokenIds"/> makes them.</param>
    /// <returns><c>[batch, count, vocabulary]</c></returns>
    public Tensor Forward(TokenBatch batch, Tensor decoderTokenIds)
    {
        using var scope = torch.NewDisposeScope();
        return Score(Decode(batch, decoderTokenIds).LastHiddenState!).MoveToOuterDisposeScope();
    }

    /// <summary>The decoder's states, before the vocabulary is scored.</summary>
    internal EncoderOutput Decode(TokenBatch batch, Tensor decoderTokenIds, EncoderOutputs wanted = EncoderOutputs.LastHiddenState)
    {
        using var scope = torch.NewDisposeScope();
        var every = wanted.HasFlag(EncoderOutputs.HiddenStates) ? new List<Tensor>() : null;
        var last = _decoder.Read(decoderTokenIds, Encoder.Encode(batch).LastHiddenState!, batch.AttentionMask, every);
        every?.ForEach(t => t.MoveToOuterDisposeScope());
        return new() { LastHiddenState = last.MoveToOuterDisposeScope(), HiddenStates = every };
    }

    /// <summary>Answers moved by one to make place for the start token.</summary>
    /// <param name="labels">Int64 <c>[batch, count]</c>: token ids, -100 for tokens that do not count.</param>
    /// <returns>Int64 <c>[batch, count]</c></returns>
    public Tensor DecoderTokenIds(Tensor labels)
    {
        using var scope = torch.NewDisposeScope();
        var before = labels.narrow(1, 0, labels.shape[1] - 1);
        before = before.masked_fill(before.eq(Losses.Ignored), Encoder.Config.PadTokenId);
        return torch.cat([Start(labels.shape[0], labels.device), before], 1).MoveToOuterDisposeScope();
    }

    /// <summary>The mean cross-entropy over the answers' tokens.</summary>
    /// <param name="logits"><c>[batch, count, vocabulary]</c></param>
    /// <param name="labels"><c>[batch, count]</c> int64: token ids, -100 for tokens that do not count.</param>
    public Tensor Loss(Tensor logits, Tensor labels) => Losses.Classes(logits, labels);

    /// <summary>The loss of what <see cref="Forward(TokenBatch, Tensor)"/> gives, without all of it in memory.</summary>
    internal Tensor Loss(TokenBatch batch, Tensor decoderTokenIds, Tensor labels)
    {
        using var scope = torch.NewDisposeScope();
        var states = Ready(Decode(batch, decoderTokenIds).LastHiddenState!);
        return (_output is null ? VocabularyLoss.Of(states, Encoder.TokenWeight, null, labels) : VocabularyLoss.Of(states, _output, labels)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    DecodingStart ITokenDecoder.Begin(TokenBatch input)
    {
        using var scope = torch.NewDisposeScope();
        var state = _decoder.CreateState(input.AttentionMask);
        try
        {
            var start = Start(input.BatchSize, input.TokenIds.device);
            var states = _decoder.ReadOn(start, Encoder.Encode(input).LastHiddenState!, state);
            return new(state, start.MoveToOuterDisposeScope(), Score(states.select(1, 0)).MoveToOuterDisposeScope(), int.MaxValue);
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
        var states = _decoder.ReadOn(tokenIds.unsqueeze(1), source: null, state);
        return Score(states.select(1, 0)).MoveToOuterDisposeScope();
    }

    private Tensor Start(long rows, Device device) => torch.full(rows, 1L, (long)_design.StartTokenId, dtype: ScalarType.Int64, device: device);

    /// <summary>States <c>[..., hidden]</c> to scores <c>[..., vocabulary]</c>.</summary>
    private Tensor Score(Tensor states)
    {
        using var scope = torch.NewDisposeScope();
        states = Ready(states);
        return Widen(_output is not null ? _output.call(states) : LinearLayer.Project(states, Encoder.TokenWeight, null)).MoveToOuterDisposeScope();
    }

    /// <summary>The decoder's states as the last layer takes them.</summary>
    private Tensor Ready(Tensor states) => _design.OutputFactor == 1 ? states : states * _design.OutputFactor;
}

/// <summary>How a family's model for conditional generation differs from others.</summary>
/// <param name="Tied">Whether the vocabulary is scored by the token embeddings.</param>
/// <param name="OutputFactor">What the decoder's states are multiplied by before.</param>
/// <param name="StartTokenId">The token that answers begin behind.</param>
internal sealed record ConditionalGenerationDesign(bool Tied, double OutputFactor, int StartTokenId);

using MLNetTransfer.Modeling.Layers;
using MLNetTransfer.Modeling.Tokenization;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Families.T5;

/// <summary>T5's encoder: token embeddings, which the decoder shares, and a stack whose scores depend on distances.</summary>
internal sealed class T5Encoder : Encoder
{
    private readonly RelativeStack _stack;

    public T5Encoder(T5Config config) : base(nameof(T5Encoder), config)
    {
        register_module("tokens", Tokens = new(config.VocabularySize, config.HiddenSize));
        register_module("stack", _stack = T5Stack.Encoder(config));
    }

    /// <summary>The token embeddings.</summary>
    public EmbeddingTable Tokens { get; }

    /// <inheritdoc/>
    public override bool HasPooler => false;

    /// <inheritdoc/>
    internal override Tensor TokenWeight => Tokens.Weight;

    /// <inheritdoc/>
    public override EncoderOutput Encode(TokenBatch batch, EncoderOutputs wanted = EncoderOutputs.LastHiddenState)
    {
        if (batch.SequenceLength > Config.MaxPositions)
            throw new ArgumentException($"The batch is {batch.SequenceLength} tokens long; {Config.MaxPositions} are the most. Truncate texts to that many tokens.", nameof(batch));
        if (wanted.HasFlag(EncoderOutputs.Pooled))
            throw new ArgumentException($"{Config.ModelType} encoders have no pooler. Use {nameof(EncoderOutputs.LastHiddenState)} and the mean of the tokens.", nameof(wanted));
        using var scope = torch.NewDisposeScope();
        var every = wanted.HasFlag(EncoderOutputs.HiddenStates) ? new List<Tensor>() : null;
        var last = _stack.Read(Tokens.call(batch.TokenIds), batch.AttentionMask, every, firstTokenOnly: wanted == EncoderOutputs.FirstToken);
        return EncoderOutput.Select(wanted, last, every, batch.AttentionMask);
    }
}

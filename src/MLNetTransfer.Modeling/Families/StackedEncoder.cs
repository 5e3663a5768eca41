using MLNetTransfer.Modeling.Layers;
using MLNetTransfer.Modeling.Tokenization;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Families;

/// <summary>Embeddings, a stack of layers and perhaps a pooler: the shape that BERT and its kin share. A family decides what the parts are.</summary>
internal sealed class StackedEncoder : Encoder
{
    private readonly TokenEmbeddings _embeddings;
    private readonly EncoderStack _layers;
    private readonly Pooler? _pooler;

    public StackedEncoder(EncoderConfig config, TokenEmbeddings embeddings, EncoderStack layers, Pooler? pooler) : base(nameof(StackedEncoder), config)
    {
        register_module("embeddings", _embeddings = embeddings);
        register_module("layers", _layers = layers);
        if (pooler is not null) register_module("pooler", _pooler = pooler);
    }

    /// <inheritdoc/>
    public override bool HasPooler => _pooler is not null;

    /// <inheritdoc/>
    internal override Tensor TokenWeight => _embeddings.TokenWeight;

    /// <inheritdoc/>
    public override EncoderOutput Encode(TokenBatch batch, EncoderOutputs wanted = EncoderOutputs.LastHiddenState)
    {
        if (batch.SequenceLength > Config.MaxPositions)
            throw new ArgumentException($"The batch is {batch.SequenceLength} tokens long; this {Config.ModelType} encoder has {Config.MaxPositions} positions. Truncate texts to that many tokens.", nameof(batch));
        if (wanted.HasFlag(EncoderOutputs.Pooled) && _pooler is null)
            throw new ArgumentException($"This {Config.ModelType} encoder was made without a pooler. Use {nameof(EncoderOutputs.FirstToken)}, or make it with one.", nameof(wanted));
        var wantsAllTokens = (wanted & (EncoderOutputs.LastHiddenState | EncoderOutputs.HiddenStates)) != 0;
        var wantsFirst = (wanted & (EncoderOutputs.FirstToken | EncoderOutputs.Pooled)) != 0;

        using var scope = torch.NewDisposeScope();
        var mask = batch.AttentionMask?.unsqueeze(1).unsqueeze(2);
        var every = wanted.HasFlag(EncoderOutputs.HiddenStates) ? new List<Tensor>() : null;
        var last = _layers.Forward(_embeddings.Forward(batch.TokenIds, batch.TokenTypeIds), mask, firstTokenOnly: !wantsAllTokens, every);
        var first = wantsFirst ? last.select(1, 0) : null;
        var output = new EncoderOutput
        {
            LastHiddenState = wanted.HasFlag(EncoderOutputs.LastHiddenState) ? last : null,
            HiddenStates = every,
            FirstToken = wanted.HasFlag(EncoderOutputs.FirstToken) ? first : null,
            Pooled = wanted.HasFlag(EncoderOutputs.Pooled) ? _pooler!.call(first!) : null,
        };
        foreach (var tensor in (every ?? []).Append(output.LastHiddenState).Append(output.FirstToken).Append(output.Pooled))
            tensor?.MoveToOuterDisposeScope();
        return output;
    }
}

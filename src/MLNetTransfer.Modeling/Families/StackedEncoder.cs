using MLNetTransfer.Modeling.Layers;
using MLNetTransfer.Modeling.Tokenization;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Families;

/// <summary>What a <see cref="StackedEncoder"/> may have besides embeddings and layers.</summary>
internal sealed record StackedEncoderParts
{
    /// <summary>Makes embeddings of another width as wide as the hidden states.</summary>
    public LinearLayer? Projection { get; init; }
    /// <summary>Makes what attention is given beside the states; null: the padding's mask alone.</summary>
    public AttentionSetup? Attention { get; init; }
    /// <summary>Normalises the last layer's output.</summary>
    public LayerNormalization? Norm { get; init; }
    public Pooler? Pooler { get; init; }
}

/// <summary>Embeddings, a stack of layers and perhaps a pooler: the shape that BERT and its kin share. A family decides what the parts are.</summary>
internal sealed class StackedEncoder : Encoder
{
    private const string EmbeddingsName = "embeddings";

    private readonly LinearLayer? _projection;
    private readonly AttentionSetup? _attention;
    private readonly EncoderStack _layers;
    private readonly LayerNormalization? _norm;
    private readonly Pooler? _pooler;
    private TokenEmbeddings _embeddings;
    private bool _borrowsEmbeddings;

    public StackedEncoder(EncoderConfig config, TokenEmbeddings embeddings, EncoderStack layers, StackedEncoderParts parts) : base(nameof(StackedEncoder), config)
    {
        register_module(EmbeddingsName, _embeddings = embeddings);
        if (parts.Projection is not null) register_module("projection", _projection = parts.Projection);
        if (parts.Attention is not null) register_module("attention", _attention = parts.Attention);
        register_module("layers", _layers = layers);
        if (parts.Norm is not null) register_module("norm", _norm = parts.Norm);
        if (parts.Pooler is not null) register_module("pooler", _pooler = parts.Pooler);
    }

    /// <inheritdoc/>
    public override bool HasPooler => _pooler is not null;

    /// <summary>What the embeddings are made of.</summary>
    public TokenEmbeddingsOptions EmbeddingsOptions => _embeddings.Options;

    /// <inheritdoc/>
    internal override Tensor TokenWeight => _embeddings.TokenWeight;

    /// <summary>Has the embeddings of another encoder from now on, which stay the other's to dispose; those that it had are gone.</summary>
    /// <param name="owner">An encoder whose embeddings are made of the same.</param>
    public void BorrowEmbeddings(StackedEncoder owner)
    {
        if (ReferenceEquals(_embeddings, owner._embeddings)) return;
        ReleaseEmbeddings();
        if (!_borrowsEmbeddings) _embeddings.Dispose();
        register_module(EmbeddingsName, _embeddings = owner._embeddings);
        _borrowsEmbeddings = true;
    }

    /// <inheritdoc/>
    public override EncoderOutput Encode(TokenBatch batch, EncoderOutputs wanted = EncoderOutputs.LastHiddenState)
    {
        CheckLength(batch);
        if (wanted.HasFlag(EncoderOutputs.Pooled) && _pooler is null)
            throw new ArgumentException($"This {Config.ModelType} encoder was made without a pooler. Use {nameof(EncoderOutputs.FirstToken)}, or make it with one.", nameof(wanted));
        var wantsAllTokens = (wanted & (EncoderOutputs.LastHiddenState | EncoderOutputs.HiddenStates | EncoderOutputs.LastToken)) != 0;

        using var scope = torch.NewDisposeScope();
        var every = wanted.HasFlag(EncoderOutputs.HiddenStates) ? new List<Tensor>() : null;
        var last = _layers.Forward(Embed(batch), Attention(batch), firstTokenOnly: !wantsAllTokens, every);
        if (_norm is not null)
        {
            last = _norm.call(last);
            if (every is not null) every[^1] = last;
        }
        return EncoderOutput.Select(wanted, last, every, batch.AttentionMask, _pooler is null ? null : _pooler.call);
    }

    /// <inheritdoc/>
    internal override IReadOnlyList<Tensor> EncodeUpTo(TokenBatch batch, int layer)
    {
        if (layer == Config.LayerCount) return base.EncodeUpTo(batch, layer);
        CheckLength(batch);
        using var scope = torch.NewDisposeScope();
        var states = new List<Tensor>();
        _layers.Forward(Embed(batch), Attention(batch), firstTokenOnly: false, states, upTo: layer);
        foreach (var state in states) state.MoveToOuterDisposeScope();
        return states;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && _borrowsEmbeddings) ReleaseEmbeddings();
        base.Dispose(disposing);
    }

    // A module that becomes part of another registers its fields too, by their names.
    private void ReleaseEmbeddings()
    {
        register_module(EmbeddingsName, null!);
        register_module(nameof(_embeddings), null!);
    }

    private void CheckLength(TokenBatch batch)
    {
        if (batch.SequenceLength > Config.MaxPositions)
            throw new ArgumentException($"The batch is {batch.SequenceLength} tokens long; this {Config.ModelType} encoder has {Config.MaxPositions} positions. Truncate texts to that many tokens.", nameof(batch));
    }

    private Tensor Embed(TokenBatch batch)
    {
        var embedded = _embeddings.Forward(batch.TokenIds, batch.TokenTypeIds, batch.AttentionMask);
        if (_projection is null) return embedded;
        var wide = _projection.call(embedded);
        return ComputeType.Widen(wide);
    }

    private Func<int, AttentionInputs> Attention(TokenBatch batch)
    {
        if (_attention is not null) return _attention.Prepare(batch.AttentionMask, batch.TokenIds);
        var inputs = new AttentionInputs(AttentionSetup.OverKeys(batch.AttentionMask));
        return _ => inputs;
    }
}

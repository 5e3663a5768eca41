using MLNetTransfer.Modeling.Layers;
using MLNetTransfer.Modeling.Tokenization;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Families;

/// <summary>Tokens and positions, a stack of causal layers and perhaps a normalisation of what comes out: the shape of GPT and its kin. Token types are not read.</summary>
internal sealed class StackedDecoder : Encoder, ICausalEncoder
{
    private readonly EmbeddingTable _tokens, _positions;
    private readonly EncoderStack _layers;
    private readonly LayerNormalization? _norm;
    private readonly Dropout _dropout;

    public StackedDecoder(EncoderConfig config, EncoderStack layers, LayerNormalization? norm, double dropout) : base(nameof(StackedDecoder), config)
    {
        _dropout = new(dropout);
        register_module("tokens", _tokens = new(config.VocabularySize, config.HiddenSize));
        register_module("positions", _positions = new(config.MaxPositions, config.HiddenSize));
        register_module("layers", _layers = layers);
        if (norm is not null) register_module("norm", _norm = norm);
    }

    /// <inheritdoc/>
    public override bool HasPooler => false;

    /// <inheritdoc/>
    internal override Tensor TokenWeight => _tokens.Weight;

    /// <inheritdoc/>
    public override EncoderOutput Encode(TokenBatch batch, EncoderOutputs wanted = EncoderOutputs.LastHiddenState)
    {
        CheckLength(batch.SequenceLength, nameof(batch));
        if (wanted.HasFlag(EncoderOutputs.Pooled))
            throw new ArgumentException($"{Config.ModelType} encoders have no pooler. Use {nameof(EncoderOutputs.LastToken)}.", nameof(wanted));

        using var scope = torch.NewDisposeScope();
        var inputs = InputsOf(batch);
        var every = wanted.HasFlag(EncoderOutputs.HiddenStates) ? new List<Tensor>() : null;
        var last = Run(batch.TokenIds, _positions.Weight.narrow(0, 0, batch.SequenceLength), _ => inputs, every);
        // The last of the states is the normalised one.
        if (every is not null) every[^1] = last;
        return EncoderOutput.Select(wanted, last, every, batch.AttentionMask);
    }

    /// <inheritdoc/>
    internal override IReadOnlyList<Tensor> EncodeUpTo(TokenBatch batch, int layer)
    {
        if (layer == Config.LayerCount) return base.EncodeUpTo(batch, layer);
        CheckLength(batch.SequenceLength, nameof(batch));
        using var scope = torch.NewDisposeScope();
        var inputs = InputsOf(batch);
        var states = new List<Tensor>();
        _layers.Forward(Embed(batch.TokenIds, _positions.Weight.narrow(0, 0, batch.SequenceLength)), _ => inputs, firstTokenOnly: false, states, upTo: layer);
        foreach (var state in states) state.MoveToOuterDisposeScope();
        return states;
    }

    /// <inheritdoc/>
    public DecodingState CreateState() => new(Config.LayerCount);

    /// <inheritdoc/>
    public Tensor Continue(Tensor tokenIds, DecodingState state)
    {
        var (seen, count) = (state.Length, tokenIds.shape[1]);
        CheckLength(seen + count, nameof(tokenIds));
        using var scope = torch.NewDisposeScope();
        var inputs = CausalInputs.Of(seen + count, count, state.RealAfter(count), tokenIds.device);
        var positions = state.Padding is { } padding
            // Where rows begin with padding, their first real token is at position 0.
            ? _positions.call((torch.arange(seen, seen + count, dtype: ScalarType.Int64, device: tokenIds.device) - padding).clamp_min(0))
            : _positions.Weight.narrow(0, seen, count);
        return Run(tokenIds, positions, i => inputs with { Cache = state.Caches[i] }, null).MoveToOuterDisposeScope();
    }

    private Tensor Run(Tensor tokenIds, Tensor positions, Func<int, AttentionInputs> inputs, List<Tensor>? collect)
    {
        var last = _layers.Forward(Embed(tokenIds, positions), inputs, firstTokenOnly: false, collect);
        return _norm is null ? last : _norm.call(last);
    }

    private Tensor Embed(Tensor tokenIds, Tensor positions) => _dropout.Apply(_tokens.call(tokenIds).add_(positions), training);

    private static AttentionInputs InputsOf(TokenBatch batch) =>
        // Real tokens never see padding behind them.
        CausalInputs.Of(batch.SequenceLength, batch.SequenceLength, batch.IsPaddedAtEnd ? null : batch.AttentionMask, batch.TokenIds.device);

    private void CheckLength(long length, string parameter)
    {
        if (length > Config.MaxPositions)
            throw new ArgumentException($"There are {length} tokens in a row; this {Config.ModelType} encoder has {Config.MaxPositions} positions. Truncate texts to that many tokens, or generate fewer.", parameter);
    }
}

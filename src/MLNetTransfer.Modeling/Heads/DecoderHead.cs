using MLNetTransfer.Modeling.Families;
using MLNetTransfer.Modeling.Layers;
using MLNetTransfer.Modeling.Tokenization;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Heads;

/// <summary>
/// Scores texts by a decoder that reads the text once more, moved by one behind a start token, while it looks at the encoder's states: its state at the text's last end
/// token goes through <c>head</c>, dropout and <c>output</c>.
/// </summary>
internal sealed class DecoderHead : nn.Module, ITextHead
{
    private readonly SourceDecoder _decoder;
    private readonly DenseBlock _dense;
    private readonly LinearLayer _output;
    private readonly Dropout _dropout;
    private readonly int _startTokenId, _endTokenId;

    /// <param name="decoder">The decoder.</param>
    /// <param name="hiddenSize">Width of its states.</param>
    /// <param name="outputCount">Width of the last layer.</param>
    /// <param name="dropout">Before both layers.</param>
    /// <param name="startTokenId">What the decoder begins behind.</param>
    /// <param name="endTokenId">What texts end with.</param>
    public DecoderHead(SourceDecoder decoder, int hiddenSize, int outputCount, double dropout, int startTokenId, int endTokenId) : base(nameof(DecoderHead))
    {
        (VectorSize, _dropout, _startTokenId, _endTokenId) = (hiddenSize, new(dropout), startTokenId, endTokenId);
        register_module("decoder", _decoder = decoder);
        register_module("head", _dense = new(hiddenSize, hiddenSize, new(Activation.Tanh, InputDropout: dropout)));
        register_module("output", _output = new(hiddenSize, outputCount));
    }

    /// <inheritdoc/>
    public nn.Module Module => this;

    /// <inheritdoc/>
    public nn.Module Reader => _decoder;

    /// <inheritdoc/>
    public string VectorName => nameof(DecoderHead);

    /// <inheritdoc/>
    public int VectorSize { get; }

    /// <inheritdoc/>
    public Tensor Read(Encoder encoder, TokenBatch batch)
    {
        using var scope = torch.NewDisposeScope();
        var ids = batch.TokenIds;
        var start = torch.full(ids.shape[0], 1L, (long)_startTokenId, dtype: ScalarType.Int64, device: ids.device);
        var moved = torch.cat([start, ids.narrow(1, 0, ids.shape[1] - 1)], 1);
        var states = _decoder.Read(moved, encoder.Encode(batch).LastHiddenState!, batch.AttentionMask);
        return TokenSelection.Last(states, Ends(ids, batch.AttentionMask)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public Tensor Score(Tensor vector)
    {
        using var scope = torch.NewDisposeScope();
        return _output.call(_dropout.Apply(_dense.call(vector), training)).MoveToOuterDisposeScope();
    }

    /// <summary>Where end tokens are; in rows that have none, where tokens are.</summary>
    private Tensor Ends(Tensor ids, Tensor? mask)
    {
        var real = mask ?? torch.ones(ids.shape, dtype: ScalarType.Bool, device: ids.device);
        var ends = ids.eq(_endTokenId).logical_and(real);
        var none = ends.to(ScalarType.Int64).sum(dim: 1, keepdim: true).eq(0);
        return ends.logical_or(real.logical_and(none));
    }
}

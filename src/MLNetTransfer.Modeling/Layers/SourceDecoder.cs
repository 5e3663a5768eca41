using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Layers;

/// <summary>Reads what has been written so far while looking at an encoder's states.</summary>
internal sealed class SourceDecoder : nn.Module
{
    private readonly EmbeddingTable _tokens;
    private readonly RelativeStack _stack;
    private readonly int _layerCount;

    /// <param name="tokens">The encoder's embeddings of tokens, which stay a part of the encoder.</param>
    /// <param name="stack">The layers.</param>
    /// <param name="layerCount">How many they are.</param>
    public SourceDecoder(EmbeddingTable tokens, RelativeStack stack, int layerCount) : base(nameof(SourceDecoder))
    {
        (_tokens, _layerCount) = (tokens, layerCount);
        register_module("stack", _stack = stack);
    }

    /// <summary>A memory of nothing, the caller's to dispose.</summary>
    /// <param name="sourceMask">Which tokens of the encoder's text are no padding, bool <c>[rows, source]</c>; null where all are.</param>
    public DecodingState CreateState(Tensor? sourceMask) => new(_layerCount) { SourceMask = sourceMask };

    /// <summary>Reads whole rows.</summary>
    /// <param name="tokenIds">Int64 <c>[batch, count]</c>.</param>
    /// <param name="source">The encoder's states, <c>[batch, source, hidden]</c>.</param>
    /// <param name="sourceMask">Which of them are no padding, bool <c>[batch, source]</c>; null where all are.</param>
    /// <param name="collect">Where given, gets the embeddings and every layer's output, the last one normalised.</param>
    /// <returns><c>[batch, count, hidden]</c></returns>
    public Tensor Read(Tensor tokenIds, Tensor source, Tensor? sourceMask, List<Tensor>? collect = null)
    {
        var inputs = new AttentionInputs(AttentionSetup.OverKeys(sourceMask)) { Source = source };
        return _stack.ReadOn(_tokens.call(tokenIds), _ => inputs, null, collect);
    }

    /// <summary>Reads on.</summary>
    /// <param name="tokenIds">Int64 <c>[rows, count]</c>.</param>
    /// <param name="source">The encoder's states where the memory is of nothing; then null.</param>
    /// <param name="state">What was read before; gets these tokens too.</param>
    /// <returns><c>[rows, count, hidden]</c></returns>
    public Tensor ReadOn(Tensor tokenIds, Tensor? source, DecodingState state)
    {
        using var scope = torch.NewDisposeScope();
        var inputs = new AttentionInputs(AttentionSetup.OverKeys(state.SourceMask)) { Source = source };
        return _stack.ReadOn(_tokens.call(tokenIds), i => inputs with { Cache = state.SourceCaches[i] }, state, null).MoveToOuterDisposeScope();
    }
}

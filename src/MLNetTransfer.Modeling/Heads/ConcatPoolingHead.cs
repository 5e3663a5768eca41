using MLNetTransfer.Modeling.Families;
using MLNetTransfer.Modeling.Layers;
using MLNetTransfer.Modeling.Tokenization;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Heads;

/// <summary>Scores texts by all their tokens' states: concat pooling, then blocks named <c>0</c>, <c>1</c>, ... with ReLU between them.</summary>
internal sealed class ConcatPoolingHead : nn.Module, ITextHead
{
    private readonly NormalizedDense[] _blocks;

    /// <param name="hiddenSize">Width of the encoder's states.</param>
    /// <param name="innerSizes">Widths of the blocks but the last.</param>
    /// <param name="outputCount">Width of the last block.</param>
    /// <param name="dropouts">One of each block.</param>
    public ConcatPoolingHead(int hiddenSize, IReadOnlyList<int> innerSizes, int outputCount, IReadOnlyList<double> dropouts) : base(nameof(ConcatPoolingHead))
    {
        VectorSize = ConcatPooling.Parts * hiddenSize;
        int[] sizes = [VectorSize, .. innerSizes, outputCount];
        _blocks = [.. dropouts.Select((rate, i) => new NormalizedDense(sizes[i], sizes[i + 1], rate))];
        for (var i = 0; i < _blocks.Length; i++) register_module(i.ToString(), _blocks[i]);
    }

    /// <inheritdoc/>
    public nn.Module Module => this;

    /// <inheritdoc/>
    public string VectorName => nameof(ConcatPooling);

    /// <inheritdoc/>
    public int VectorSize { get; }

    /// <inheritdoc/>
    public Tensor Read(Encoder encoder, TokenBatch batch)
    {
        using var scope = torch.NewDisposeScope();
        return ConcatPooling.Compute(encoder.Encode(batch).LastHiddenState!, batch.AttentionMask).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public Tensor Score(Tensor vector)
    {
        using var scope = torch.NewDisposeScope();
        var scores = _blocks[0].call(vector);
        foreach (var block in _blocks.Skip(1)) scores = block.call(Activation.Relu.Apply(scores));
        return scores.MoveToOuterDisposeScope();
    }
}

using MLNetTransfer.Modeling.Families;
using MLNetTransfer.Modeling.Layers;
using MLNetTransfer.Modeling.Tokenization;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Heads;

/// <summary>A head of the user's own shape: any pooling, then linear layers named <c>0</c>, <c>1</c>, ... with dropout before each and ReLU between them.</summary>
internal sealed class ClassifierHead : nn.Module, ITextHead
{
    private readonly TokenPooling _pooling;
    private readonly LinearLayer[] _layers;
    private readonly Dropout _dropout;

    /// <param name="vectorSize">Width of the encoder's states.</param>
    /// <param name="pooling">How they become one vector.</param>
    /// <param name="innerSizes">Widths of the layers but the last.</param>
    /// <param name="outputCount">Width of the last layer.</param>
    /// <param name="dropout">Before each layer.</param>
    public ClassifierHead(int vectorSize, TokenPooling pooling, IReadOnlyList<int> innerSizes, int outputCount, double dropout) : base(nameof(ClassifierHead))
    {
        (VectorSize, _pooling, _dropout) = (vectorSize, pooling, new(dropout));
        int[] sizes = [vectorSize, .. innerSizes, outputCount];
        _layers = [.. sizes.Skip(1).Select((size, i) => new LinearLayer(sizes[i], size))];
        for (var i = 0; i < _layers.Length; i++) register_module(i.ToString(), _layers[i]);
    }

    /// <inheritdoc/>
    public nn.Module Module => this;

    /// <inheritdoc/>
    public string VectorName => _pooling.ToString();

    /// <inheritdoc/>
    public int VectorSize { get; }

    /// <inheritdoc/>
    public Tensor Read(Encoder encoder, TokenBatch batch) => TextVector.Read(encoder, batch, _pooling);

    /// <inheritdoc/>
    public Tensor Score(Tensor vector)
    {
        using var scope = torch.NewDisposeScope();
        var scores = vector.alias();
        for (var i = 0; i < _layers.Length; i++) scores = _layers[i].call(_dropout.Apply(i == 0 ? scores : Activation.Relu.Apply(scores), training));
        return scores.MoveToOuterDisposeScope();
    }
}

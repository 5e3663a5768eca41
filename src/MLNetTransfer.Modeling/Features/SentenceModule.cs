using MLNetTransfer.Modeling.Layers;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Features;

/// <summary>A step behind pooling in a sentence-transformers model: vectors in, vectors out.</summary>
internal abstract class SentenceModule(string name) : nn.Module<Tensor, Tensor>(name)
{
    /// <summary>How wide the vectors are that come out, of those that go in.</summary>
    public abstract int SizeAfter(int size);
}

/// <summary>Scales every vector to length 1.</summary>
internal sealed class NormalizeModule() : SentenceModule(nameof(NormalizeModule))
{
    public override int SizeAfter(int size) => size;

    public override Tensor forward(Tensor vectors) => Apply(vectors);

    /// <summary><c>[batch, size]</c> to the same shape.</summary>
    public static Tensor Apply(Tensor vectors)
    {
        using var scope = NewDisposeScope();
        return (vectors / (vectors * vectors).sum(dim: 1, keepdim: true).sqrt().clamp_min(1e-12)).MoveToOuterDisposeScope();
    }
}

/// <summary>A linear layer with an activation.</summary>
internal sealed class DenseModule : SentenceModule
{
    private readonly LinearLayer _linear;
    private readonly Activation? _activation;
    private readonly int _inputSize, _outputSize;

    /// <param name="inputSize">Size of the vectors that go in.</param>
    /// <param name="outputSize">Size of those that come out.</param>
    /// <param name="bias">Whether there is a bias.</param>
    /// <param name="activation">Null for none.</param>
    public DenseModule(int inputSize, int outputSize, bool bias, Activation? activation) : base(nameof(DenseModule))
    {
        (_inputSize, _outputSize, _activation) = (inputSize, outputSize, activation);
        register_module("linear", _linear = new(inputSize, outputSize, bias));
    }

    public override int SizeAfter(int size) => size == _inputSize ? _outputSize
        : throw new InvalidDataException($"A dense layer takes vectors of {_inputSize} numbers, and gets {size}: the model's modules do not go together.");

    public override Tensor forward(Tensor vectors)
    {
        var dense = _linear.call(vectors);
        if (dense.dtype != ScalarType.Float32) dense = dense.to(ScalarType.Float32);
        return _activation is { } activation ? activation.Apply(dense) : dense;
    }
}

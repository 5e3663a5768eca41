using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Layers;

/// <summary>Batch normalisation, dropout and a linear layer without bias: <c>norm</c>, <c>dense</c>.</summary>
internal sealed class NormalizedDense : nn.Module<Tensor, Tensor>
{
    private readonly BatchNormalization _norm;
    private readonly LinearLayer _dense;
    private readonly Dropout _dropout;

    public NormalizedDense(long inputSize, long outputSize, double dropout) : base(nameof(NormalizedDense))
    {
        _dropout = new(dropout);
        register_module("norm", _norm = new(inputSize));
        register_module("dense", _dense = new(inputSize, outputSize, bias: false));
    }

    /// <summary><c>[batch, input]</c> to <c>[batch, output]</c>, in the type in force.</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = torch.NewDisposeScope();
        return _dense.call(_dropout.Apply(_norm.call(input), training)).MoveToOuterDisposeScope();
    }
}

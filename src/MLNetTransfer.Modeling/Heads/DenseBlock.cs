using MLNetTransfer.Modeling.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Heads;

/// <summary>Dropout, <c>dense</c>, an activation and perhaps <c>norm</c>, as a <see cref="DenseDesign"/> says.</summary>
internal sealed class DenseBlock : nn.Module<Tensor, Tensor>
{
    private readonly LinearLayer _dense;
    private readonly LayerNormalization? _norm;
    private readonly Activation _activation;
    private readonly Dropout _dropout;

    public DenseBlock(long inputSize, long outputSize, DenseDesign design) : base(nameof(DenseBlock))
    {
        _activation = design.Activation;
        _dropout = new(design.InputDropout);
        register_module("dense", _dense = new(inputSize, outputSize, design.Bias));
        if (design.Norm is { } norm) register_module("norm", _norm = new(outputSize, norm.Epsilon, norm.Bias));
    }

    /// <summary><c>[..., input]</c> to <c>[..., output]</c>. The input stays the caller's.</summary>
    public override Tensor forward(Tensor states)
    {
        using var scope = torch.NewDisposeScope();
        var kept = _dropout.When(training) == 0 ? states : nn.functional.dropout(states, _dropout.Rate, training: true);
        var active = _activation.Apply(_dense.call(kept));
        return (_norm?.call(active) ?? active).MoveToOuterDisposeScope();
    }
}

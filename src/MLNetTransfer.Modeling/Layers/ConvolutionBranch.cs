using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Layers;

/// <summary>
/// DeBERTa's convolution beside a layer: what it makes of the layer's input is added to the layer's output and normalised.
/// </summary>
internal sealed class ConvolutionBranch : nn.Module
{
    private readonly Convolution _convolution;
    private readonly LayerNormalization _norm;
    private readonly Activation _activation;
    private readonly Dropout _dropout;

    public ConvolutionBranch(long hiddenSize, long kernelSize, long groups, Activation activation, double normEpsilon, double dropout) : base(nameof(ConvolutionBranch))
    {
        (_activation, _dropout) = (activation, new(dropout));
        register_module("convolution", _convolution = new(hiddenSize, kernelSize, groups));
        register_module("norm", _norm = new(hiddenSize, normEpsilon));
    }

    /// <param name="states">The layer's input, <c>[batch, sequence, hidden]</c>, where padding is 0: it is as the nothing before a text.</param>
    /// <param name="mask">Bool <c>[batch, 1, 1, sequence]</c>, true for real tokens; null where all are.</param>
    /// <param name="output">The layer's output, of as many tokens from the front as are wanted.</param>
    /// <returns>The new output, in the shape of <paramref name="output"/>; padding is 0.</returns>
    public Tensor Forward(Tensor states, Tensor? mask, Tensor output)
    {
        using var scope = torch.NewDisposeScope();
        var convolved = _convolution.call(states.transpose(1, 2)).transpose(1, 2).narrow(1, 0, output.shape[1]);
        var sum = _norm.call(output + _activation.Apply(_dropout.Apply(convolved, training)));
        if (mask is not null) sum = sum.masked_fill(mask.logical_not().squeeze(1).transpose(1, 2).narrow(1, 0, output.shape[1]), 0);
        return sum.MoveToOuterDisposeScope();
    }
}

/// <summary>A convolution over time that keeps the length: <c>weight</c> is <c>[size, size / groups, kernel]</c>, <c>bias</c> <c>[size]</c>.</summary>
internal sealed class Convolution : nn.Module<Tensor, Tensor>, IInitialized
{
    private readonly long _padding, _groups;

    public Convolution(long size, long kernelSize, long groups) : base(nameof(Convolution))
    {
        (_padding, _groups) = ((kernelSize - 1) / 2, groups);
        register_parameter("weight", ParameterInitializer.Create(size, size / groups, kernelSize));
        register_parameter("bias", ParameterInitializer.Create(size));
    }

    /// <summary><c>[batch, size, sequence]</c> to the same shape, in the type in force.</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = torch.NewDisposeScope();
        return nn.functional.conv1d(ComputeType.Cast(input), ComputeType.Cast(get_parameter("weight")!), ComputeType.Cast(get_parameter("bias")!), padding: _padding, groups: _groups)
            .MoveToOuterDisposeScope();
    }

    public void Initialize(string parameter, double range, Generator? generator)
    {
        if (parameter == "weight") ParameterInitializer.Normal(get_parameter(parameter)!, range, generator);
        else get_parameter(parameter)!.zero_();
    }
}

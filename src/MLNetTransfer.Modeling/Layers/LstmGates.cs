using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Layers;

/// <summary>What inputs and biases give to the gates of an LSTM, under PyTorch's names: <c>weight_ih_l0</c> is <c>[4 * size, input]</c>, <c>bias_ih_l0</c> and <c>bias_hh_l0</c> are <c>[4 * size]</c>.</summary>
internal sealed class LstmGates : nn.Module<Tensor, Tensor>, IInitialized
{
    private readonly long _size;

    public LstmGates(long inputSize, long size) : base(nameof(LstmGates))
    {
        _size = size;
        register_parameter("weight_ih_l0", ParameterInitializer.Create(4 * size, inputSize));
        register_parameter("bias_ih_l0", ParameterInitializer.Create(4 * size));
        register_parameter("bias_hh_l0", ParameterInitializer.Create(4 * size));
    }

    /// <summary><c>[batch, sequence, input]</c> to <c>[batch, sequence, 4 * size]</c> float32.</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = torch.NewDisposeScope();
        var bias = get_parameter("bias_ih_l0")! + get_parameter("bias_hh_l0")!;
        return LinearLayer.Project(input, get_parameter("weight_ih_l0")!, bias).to(ScalarType.Float32).MoveToOuterDisposeScope();
    }

    /// <summary>As PyTorch starts its LSTM: from U(-1/√size, 1/√size).</summary>
    public void Initialize(string parameter, double range, Generator? generator) => ParameterInitializer.Uniform(get_parameter(parameter)!, 1 / Math.Sqrt(_size), generator);
}

using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Layers;

/// <summary>
/// One direction of one LSTM layer in TensorFlow's form, with clipping and perhaps a projection of the outputs: <c>weight</c> is <c>[input + output, 4 * cell]</c>,
/// <c>bias</c> <c>[4 * cell]</c>, to which the forget gates add 1, and <c>projection</c> <c>[cell, output]</c>.
/// </summary>
internal sealed class ProjectedLstm : nn.Module, IInitialized
{
    private readonly LstmRecurrence _steps;
    private readonly long _inputSize, _cellSize, _outputSize;
    private readonly bool _backward;

    /// <param name="inputSize">Width of the inputs.</param>
    /// <param name="cellSize">Width of the cell.</param>
    /// <param name="outputSize">Width of the outputs; there is a projection where it is not that of the cell.</param>
    /// <param name="cellClip">See <see cref="LstmRecurrence.CellClip"/>.</param>
    /// <param name="projectionClip">See <see cref="LstmRecurrence.ProjectionClip"/>.</param>
    /// <param name="backward">Whether it reads from the last token to the first.</param>
    public ProjectedLstm(long inputSize, long cellSize, long outputSize, double cellClip, double projectionClip, bool backward) : base(nameof(ProjectedLstm))
    {
        (_inputSize, _cellSize, _outputSize, _backward) = (inputSize, cellSize, outputSize, backward);
        _steps = new() { Order = LstmGateOrder.InputCandidateForgetOutput, CellClip = cellClip, ProjectionClip = projectionClip };
        register_parameter("weight", ParameterInitializer.Create(inputSize + outputSize, 4 * cellSize));
        register_parameter("bias", ParameterInitializer.Create(4 * cellSize));
        if (outputSize != cellSize) register_parameter("projection", ParameterInitializer.Create(cellSize, outputSize));
    }

    /// <param name="input"><c>[batch, sequence, input]</c></param>
    /// <param name="state">The state to begin with; null for zeros.</param>
    /// <param name="mask">See <see cref="LstmRecurrence.Run"/>.</param>
    /// <returns><c>[batch, sequence, output]</c> float32, and the state after the last token that is read.</returns>
    public (Tensor Outputs, LstmState State) Forward(Tensor input, LstmState? state, Tensor? mask)
    {
        using var scope = torch.NewDisposeScope();
        var weight = get_parameter("weight")!;
        var forgetful = zeros(4 * _cellSize, dtype: ScalarType.Float32, device: input.device);
        forgetful.narrow(0, 2 * _cellSize, _cellSize).fill_(1f);
        var gates = LinearLayer.Project(input, weight.narrow(0, 0, _inputSize).t(), get_parameter("bias")! + forgetful).to(ScalarType.Float32);
        var projection = _outputSize == _cellSize ? null : get_parameter("projection")!.t();
        var (outputs, last) = _steps.Run(gates, weight.narrow(0, _inputSize, _outputSize).t(), projection, state ?? LstmState.Zero(input.shape[0], _outputSize, _cellSize, input.device), mask, _backward);
        return (outputs.MoveToOuterDisposeScope(), last.MoveToOuterDisposeScope());
    }

    /// <summary>Weights from N(0, range), the bias 0.</summary>
    public void Initialize(string parameter, double range, Generator? generator)
    {
        if (parameter == "bias") get_parameter(parameter)!.zero_();
        else ParameterInitializer.Normal(get_parameter(parameter)!, range, generator);
    }
}

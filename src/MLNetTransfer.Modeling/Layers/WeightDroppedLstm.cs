using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Layers;

/// <summary>One LSTM layer in PyTorch's form whose recurrent weights, not its states, are dropped while training: <c>inputs</c> and <c>recurrent</c>.</summary>
internal sealed class WeightDroppedLstm : nn.Module
{
    private static readonly LstmRecurrence _steps = new() { Order = LstmGateOrder.InputForgetCandidateOutput };

    private readonly LstmGates _inputs;
    private readonly WeightDrop _recurrent;
    private readonly long _size;
    private readonly bool _backward;

    /// <param name="inputSize">Width of the inputs.</param>
    /// <param name="size">Width of the outputs.</param>
    /// <param name="weightDropout">The share of recurrent weights that are dropped while training.</param>
    /// <param name="backward">Whether it reads from the last token to the first.</param>
    public WeightDroppedLstm(long inputSize, long size, double weightDropout, bool backward = false) : base(nameof(WeightDroppedLstm))
    {
        (_size, _backward) = (size, backward);
        register_module("inputs", _inputs = new(inputSize, size));
        register_module("recurrent", _recurrent = new(size, weightDropout));
    }

    /// <param name="input"><c>[batch, sequence, input]</c></param>
    /// <param name="state">The state to begin with; null for zeros.</param>
    /// <param name="mask">See <see cref="LstmRecurrence.Run"/>.</param>
    /// <returns><c>[batch, sequence, size]</c> float32, and the state after the last token.</returns>
    public (Tensor Outputs, LstmState State) Forward(Tensor input, LstmState? state, Tensor? mask)
    {
        using var scope = torch.NewDisposeScope();
        var (outputs, last) = _steps.Run(_inputs.call(input), _recurrent.Draw(), null, state ?? LstmState.Zero(input.shape[0], _size, _size, input.device), mask, _backward);
        return (outputs.MoveToOuterDisposeScope(), last.MoveToOuterDisposeScope());
    }
}

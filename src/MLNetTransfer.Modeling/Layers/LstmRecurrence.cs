using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Layers;

/// <summary>How the gates of an LSTM lie beside one another.</summary>
internal enum LstmGateOrder
{
    /// <summary>As PyTorch stores them.</summary>
    InputForgetCandidateOutput,
    /// <summary>As TensorFlow stores them.</summary>
    InputCandidateForgetOutput,
}

/// <summary>What an LSTM knows between two tokens.</summary>
/// <param name="Output"><c>[batch, output]</c></param>
/// <param name="Cell"><c>[batch, cell]</c></param>
internal readonly record struct LstmState(Tensor Output, Tensor Cell)
{
    /// <summary>The state before the first token.</summary>
    public static LstmState Zero(long batch, long outputSize, long cellSize, Device device) =>
        new(zeros(batch, outputSize, dtype: ScalarType.Float32, device: device), zeros(batch, cellSize, dtype: ScalarType.Float32, device: device));

    /// <summary>Hands both tensors to the scope around the present one.</summary>
    public LstmState MoveToOuterDisposeScope() => new(Output.MoveToOuterDisposeScope(), Cell.MoveToOuterDisposeScope());
}

/// <summary>The steps of a long short-term memory in one direction: the one place where they are computed. Products are in the type in force, the state in float32.</summary>
internal sealed class LstmRecurrence
{
    /// <summary>How the gates lie in <c>gates</c> and in the recurrent weight.</summary>
    public required LstmGateOrder Order { get; init; }

    /// <summary>Cells are kept within plus and minus this; 0: they are not.</summary>
    public double CellClip { get; init; }

    /// <summary>Projected outputs are kept within plus and minus this; 0: they are not.</summary>
    public double ProjectionClip { get; init; }

    /// <param name="gates">What the inputs and the bias give to the gates, <c>[batch, sequence, 4 * cell]</c> float32; at least one token.</param>
    /// <param name="recurrent">Weight of the output before, <c>[4 * cell, output]</c>.</param>
    /// <param name="projection">Makes outputs of cells, <c>[output, cell]</c>; null where they have one size.</param>
    /// <param name="state">The state to begin with.</param>
    /// <param name="mask">Bool, true at real tokens, <c>[batch, sequence]</c>: the state passes by the others, and their outputs mean nothing. Null where all are real.</param>
    /// <param name="backward">Whether to go from the last token to the first.</param>
    /// <returns>The outputs <c>[batch, sequence, output]</c> and the state after the last step.</returns>
    public (Tensor Outputs, LstmState State) Run(Tensor gates, Tensor recurrent, Tensor? projection, LstmState state, Tensor? mask = null, bool backward = false)
    {
        using var scope = torch.NewDisposeScope();
        recurrent = ComputeType.Cast(recurrent);
        if (projection is not null) projection = ComputeType.Cast(projection);
        // Selected one by one, each token would cost a gradient of the whole sequence.
        var (fromInputs, real) = (gates.unbind(1), mask?.unsqueeze(2).unbind(1));
        var length = fromInputs.Length;
        var outputs = new Tensor[length];
        for (var i = 0; i < length; i++)
        {
            var at = backward ? length - 1 - i : i;
            using var step = torch.NewDisposeScope();
            var next = Step(fromInputs[at], recurrent, projection, state);
            if (real is not null) next = new(where(real[at], next.Output, state.Output), where(real[at], next.Cell, state.Cell));
            // Autograd keeps what its backward pass needs.
            if (i > 0) state.Cell.Dispose();
            state = next.MoveToOuterDisposeScope();
            outputs[at] = state.Output;
        }
        return (stack(outputs, 1).MoveToOuterDisposeScope(), state.MoveToOuterDisposeScope());
    }

    private LstmState Step(Tensor fromInput, Tensor recurrent, Tensor? projection, LstmState state)
    {
        var gates = (ComputeType.Widen(LinearLayer.Project(state.Output, recurrent, null)) + fromInput).chunk(4, 1);
        var (forget, candidate) = Order == LstmGateOrder.InputForgetCandidateOutput ? (gates[1], gates[2]) : (gates[2], gates[1]);
        var cell = Clip((forget.sigmoid() * state.Cell) + (gates[0].sigmoid() * candidate.tanh()), CellClip);
        var output = gates[3].sigmoid() * cell.tanh();
        return new(projection is null ? output : Clip(ComputeType.Widen(LinearLayer.Project(output, projection, null)), ProjectionClip), cell);
    }

    private static Tensor Clip(Tensor tensor, double limit) => limit == 0 ? tensor : tensor.clamp((-limit).ToScalar(), limit.ToScalar());
}

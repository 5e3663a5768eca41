using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Layers;

/// <summary>Two stacks of LSTM layers that do not see each other, one reading forwards and one backwards: <c>forward_0</c>, ... and <c>backward_0</c>, ...</summary>
internal sealed class BidirectionalLstm : nn.Module, ILayerStack
{
    private readonly ProjectedLstm[] _forward, _backward;
    private readonly bool _skips;

    /// <param name="layerCount">Layers of each direction.</param>
    /// <param name="skips">Whether the layers but the first add their inputs to their outputs.</param>
    /// <param name="create">Makes a layer that reads backwards where told so.</param>
    public BidirectionalLstm(int layerCount, bool skips, Func<bool, ProjectedLstm> create) : base(nameof(BidirectionalLstm))
    {
        _skips = skips;
        _forward = Direction("forward", backward: false);
        _backward = Direction("backward", backward: true);

        ProjectedLstm[] Direction(string name, bool backward)
        {
            var layers = Enumerable.Range(0, layerCount).Select(_ => create(backward)).ToArray();
            for (var i = 0; i < layerCount; i++) register_module($"{name}_{i}", layers[i]);
            return layers;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<nn.Module[]> Depths => [.. _forward.Zip(_backward, (ahead, back) => new nn.Module[] { ahead, back })];

    /// <param name="input"><c>[batch, sequence, input]</c></param>
    /// <param name="states">Those of the layers that read forwards, then of the others; null for zeros.</param>
    /// <param name="mask">See <see cref="LstmRecurrence.Run"/>.</param>
    /// <returns>Every layer's outputs, both directions beside one another, each <c>[batch, sequence, 2 * output]</c>, and all states as above.</returns>
    public (Tensor[] Outputs, LstmState[] States) Forward(Tensor input, IReadOnlyList<LstmState>? states, Tensor? mask)
    {
        using var scope = torch.NewDisposeScope();
        var (ahead, aheadStates) = Run(_forward, input, states, 0, mask);
        var (back, backStates) = Run(_backward, input, states, _forward.Length, mask);
        Tensor[] outputs = [.. ahead.Zip(back, (f, b) => cat(new[] { f, b }, 2).MoveToOuterDisposeScope())];
        return (outputs, [.. aheadStates.Concat(backStates).Select(s => s.MoveToOuterDisposeScope())]);
    }

    private (Tensor[] Outputs, LstmState[] States) Run(ProjectedLstm[] layers, Tensor input, IReadOnlyList<LstmState>? states, int offset, Tensor? mask)
    {
        var outputs = new Tensor[layers.Length];
        var after = new LstmState[layers.Length];
        for (var i = 0; i < layers.Length; i++)
        {
            (outputs[i], after[i]) = layers[i].Forward(input, states?[offset + i], mask);
            if (_skips && i > 0) outputs[i] = outputs[i] + input;
            input = outputs[i];
        }
        return (outputs, after);
    }
}

using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Layers;

/// <summary>LSTM layers, one after another, named <c>0</c>, <c>1</c>, ..., with variational dropout between them.</summary>
internal sealed class LstmStack : nn.Module, ILayerStack
{
    private readonly WeightDroppedLstm[] _layers;
    private readonly VariationalDropout _dropout;

    public LstmStack(int layerCount, double dropout, Func<int, WeightDroppedLstm> create) : base(nameof(LstmStack))
    {
        _dropout = new(dropout);
        _layers = [.. Enumerable.Range(0, layerCount).Select(create)];
        for (var i = 0; i < layerCount; i++) register_module(i.ToString(), _layers[i]);
    }

    /// <inheritdoc/>
    public IReadOnlyList<nn.Module[]> Depths => [.. _layers.Select(l => new nn.Module[] { l })];

    /// <param name="input"><c>[batch, sequence, input]</c></param>
    /// <param name="states">One of each layer; null for zeros.</param>
    /// <param name="mask">See <see cref="LstmRecurrence.Run"/>.</param>
    /// <returns>Every layer's outputs, each <c>[batch, sequence, size]</c>, and its state after the last token.</returns>
    public (Tensor[] Outputs, LstmState[] States) Forward(Tensor input, IReadOnlyList<LstmState>? states, Tensor? mask)
    {
        using var scope = torch.NewDisposeScope();
        var outputs = new Tensor[_layers.Length];
        var after = new LstmState[_layers.Length];
        for (var i = 0; i < _layers.Length; i++)
        {
            (outputs[i], after[i]) = _layers[i].Forward(input, states?[i], mask);
            input = _dropout.Apply(outputs[i], training);
        }
        foreach (var output in outputs) output.MoveToOuterDisposeScope();
        foreach (var state in after) state.MoveToOuterDisposeScope();
        return (outputs, after);
    }
}

using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Layers;

/// <summary>Encoder layers, one after another, named <c>0</c>, <c>1</c>, ...</summary>
internal sealed class EncoderStack : nn.Module, ILayerStack
{
    private readonly EncoderLayer[] _layers;
    private readonly int _layerCount;

    /// <param name="layerCount">How often a layer is run.</param>
    /// <param name="create">Makes the layer of a number.</param>
    /// <param name="distinctCount">Layers that have parameters of their own, each run equally often, one time after the other; null: all.</param>
    public EncoderStack(int layerCount, Func<int, EncoderLayer> create, int? distinctCount = null) : base(nameof(EncoderStack))
    {
        _layerCount = layerCount;
        _layers = [.. Enumerable.Range(0, distinctCount ?? layerCount).Select(create)];
        for (var i = 0; i < _layers.Length; i++) register_module(i.ToString(), _layers[i]);
    }

    /// <inheritdoc/>
    public IReadOnlyList<nn.Module[]> Depths => [.. _layers.Select(l => new nn.Module[] { l })];

    /// <param name="embeddings"><c>[batch, sequence, hidden]</c>; disposed unless it is collected.</param>
    /// <param name="inputs">What the attention of a layer, by its number, is given.</param>
    /// <param name="firstTokenOnly">Computes the last layer for the first token alone.</param>
    /// <param name="collect">Where given, gets the embeddings and every layer's output.</param>
    /// <param name="upTo">How many layers are run; null: all.</param>
    /// <returns>The last of these layers' output: <c>[batch, sequence, hidden]</c>, or <c>[batch, 1, hidden]</c> of the first token.</returns>
    public Tensor Forward(Tensor embeddings, Func<int, AttentionInputs> inputs, bool firstTokenOnly, List<Tensor>? collect, int? upTo = null)
    {
        var states = embeddings;
        collect?.Add(states);
        for (var i = 0; i < (upTo ?? _layerCount); i++)
        {
            var last = i == _layerCount - 1;
            var next = _layers[i * _layers.Length / _layerCount].Forward(states, inputs(i), last && firstTokenOnly ? 1 : states.shape[1]);
            // In training, autograd keeps what its backward pass needs; elsewhere memory stays that of one layer.
            if (collect is null) states.Dispose();
            else collect.Add(next);
            states = next;
        }
        return states;
    }
}

using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Layers;

/// <summary>Encoder layers, one after another, named <c>0</c>, <c>1</c>, ...</summary>
internal sealed class EncoderStack : nn.Module
{
    private readonly EncoderLayer[] _layers;

    public EncoderStack(int layerCount, Func<int, EncoderLayer> create) : base(nameof(EncoderStack))
    {
        _layers = [.. Enumerable.Range(0, layerCount).Select(create)];
        for (var i = 0; i < layerCount; i++) register_module(i.ToString(), _layers[i]);
    }

    /// <param name="embeddings"><c>[batch, sequence, hidden]</c>; disposed unless it is collected.</param>
    /// <param name="mask">See <see cref="DotProductAttention.Compute"/>.</param>
    /// <param name="firstTokenOnly">Computes the last layer for the first token alone.</param>
    /// <param name="collect">Where given, gets the embeddings and every layer's output.</param>
    /// <returns>The last layer's output: <c>[batch, sequence, hidden]</c>, or <c>[batch, 1, hidden]</c> of the first token.</returns>
    public Tensor Forward(Tensor embeddings, Tensor? mask, bool firstTokenOnly, List<Tensor>? collect)
    {
        var states = embeddings;
        collect?.Add(states);
        for (var i = 0; i < _layers.Length; i++)
        {
            var last = i == _layers.Length - 1;
            var next = _layers[i].Forward(states, mask, last && firstTokenOnly ? 1 : states.shape[1]);
            // In training, autograd keeps what its backward pass needs; elsewhere memory stays that of one layer.
            if (collect is null) states.Dispose();
            else collect.Add(next);
            states = next;
        }
        return states;
    }
}

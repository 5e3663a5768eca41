using MLNetTransfer.Modeling.Tokenization;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Families;

/// <summary>A network that turns token ids into hidden states. Safe for calls from many threads while no thread trains it.</summary>
public abstract class Encoder : nn.Module
{
    private protected Encoder(string name, EncoderConfig config) : base(name) => Config = config;

    /// <summary>What the checkpoint dictates.</summary>
    public EncoderConfig Config { get; }

    /// <summary>Whether <see cref="EncoderOutputs.Pooled"/> can be asked for.</summary>
    public abstract bool HasPooler { get; }

    /// <summary>The token embedding table, <c>[vocabulary, embedding]</c>, that heads over the vocabulary share.</summary>
    internal abstract Tensor TokenWeight { get; }

    /// <summary>Runs a batch. Wrap calls in a dispose scope, and in <c>torch.no_grad()</c> where nothing is trained.</summary>
    /// <param name="batch">Token ids, mask and token types, on the encoder's device.</param>
    /// <param name="wanted">What to return.</param>
    /// <exception cref="ArgumentException">The batch is longer than the encoder's positions, or the encoder lacks what is wanted.</exception>
    public abstract EncoderOutput Encode(TokenBatch batch, EncoderOutputs wanted = EncoderOutputs.LastHiddenState);

    /// <summary>The first of the states that <see cref="EncoderOutputs.HiddenStates"/> gives, at least up to a layer; what lies above it need not be computed.</summary>
    /// <param name="batch">As in <see cref="Encode"/>.</param>
    /// <param name="layer">0 for the embeddings, 1 for the first layer and so on.</param>
    internal virtual IReadOnlyList<Tensor> EncodeUpTo(TokenBatch batch, int layer) => Encode(batch, EncoderOutputs.HiddenStates).HiddenStates!;
}

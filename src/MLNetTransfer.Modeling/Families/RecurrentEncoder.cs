using MLNetTransfer.Modeling.Layers;
using MLNetTransfer.Modeling.Tokenization;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Families;

/// <summary>
/// An encoder that reads tokens one after another and can go on where it stopped. <see cref="Encoder.Encode"/> begins every row afresh; the state in between is
/// the caller's, so that calls from many threads do not disturb one another.
/// </summary>
public abstract class RecurrentEncoder : Encoder
{
    private protected RecurrentEncoder(string name, EncoderConfig config) : base(name, config)
    {
    }

    /// <summary>Runs a batch whose rows go on where those of another ended. Gradients do not reach back into that one.</summary>
    /// <param name="batch">Token ids and mask, on the encoder's device.</param>
    /// <param name="before">The state after the batch before, of as many rows; null to begin.</param>
    /// <param name="wanted">What to return.</param>
    /// <returns>What is wanted, in the caller's dispose scope, and the state after the rows' last tokens, the caller's to dispose.</returns>
    /// <exception cref="ArgumentException">The state is of another number of rows or of another encoder, or the encoder lacks what is wanted.</exception>
    public abstract (EncoderOutput Output, RecurrentState After) EncodeNext(TokenBatch batch, RecurrentState? before, EncoderOutputs wanted = EncoderOutputs.LastHiddenState);
}

/// <summary>What a recurrent encoder knows at the end of a batch's rows. No dispose scope owns it.</summary>
public sealed class RecurrentState : IDisposable
{
    internal RecurrentState(IEnumerable<LstmState> layers) => Layers = [.. layers.Select(s => new LstmState(Own(s.Output), Own(s.Cell)))];

    /// <summary>One of each layer and direction, in the encoder's order.</summary>
    internal IReadOnlyList<LstmState> Layers { get; }

    /// <summary>How many rows it is of.</summary>
    public int BatchSize => (int)Layers[0].Output.shape[0];

    /// <summary>Frees the tensors.</summary>
    public void Dispose()
    {
        foreach (var (output, cell) in Layers)
        {
            output.Dispose();
            cell.Dispose();
        }
    }

    /// <exception cref="ArgumentException">It does not fit the encoder or the batch.</exception>
    internal void Check(int layers, TokenBatch batch)
    {
        if (Layers.Count != layers) throw new ArgumentException($"The state is that of an encoder with {Layers.Count} recurrent layers; this one has {layers}. Begin with null.", "before");
        if (BatchSize != batch.BatchSize) throw new ArgumentException($"The state is that of {BatchSize} rows and the batch has {batch.BatchSize}. Give batches of one size, or begin with null.", "before");
    }

    private static Tensor Own(Tensor tensor) => tensor.detach().DetachFromDisposeScope();
}

using MLNetTransfer.Modeling.Layers;
using MLNetTransfer.Modeling.Tokenization;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Families.AwdLstm;

/// <summary>
/// AWD-LSTM, the network of ULMFiT: embeddings and a stack of weight-dropped LSTMs. Whole rows are read in windows, each with dropouts of its own and
/// gradients that end where it begins. Rows begin together and are padded at their ends; fastai, which lets them end together, gives the same states.
/// The hidden states are as wide as their layers: <c>emb_sz</c>, then <c>n_hid</c>, and <c>emb_sz</c> of the last.
/// </summary>
internal sealed class AwdLstmEncoder : RecurrentEncoder
{
    private readonly AwdLstmConfig _config;
    private readonly EmbeddingTable _embeddings;
    private readonly LstmStack _layers;
    private readonly EmbeddingDropout _wordDropout;
    private readonly VariationalDropout _inputDropout;

    public AwdLstmEncoder(AwdLstmConfig config, AwdLstmDropouts dropouts) : base(nameof(AwdLstmEncoder), config)
    {
        _config = config;
        _wordDropout = new(dropouts.Embedding);
        _inputDropout = new(dropouts.Input);
        register_module("embeddings", _embeddings = new(config.VocabularySize, config.HiddenSize, config.PadTokenId));
        register_module("layers", _layers = new(config.LayerCount, dropouts.Hidden, i => new(config.SizeOf(i), config.SizeOf(i + 1), dropouts.Weight)));
    }

    /// <inheritdoc/>
    public override bool HasPooler => false;

    /// <inheritdoc/>
    internal override Tensor TokenWeight => _embeddings.Weight;

    /// <inheritdoc/>
    public override EncoderOutput Encode(TokenBatch batch, EncoderOutputs wanted = EncoderOutputs.LastHiddenState)
    {
        RecurrentInput.Check(this, batch, wanted);
        using var scope = torch.NewDisposeScope();
        var windows = new List<Tensor[]>();
        LstmState[]? states = null;
        for (var start = 0L; start < batch.SequenceLength; start += _config.WindowSize)
        {
            using var ids = batch.TokenIds.narrow(1, start, Math.Min(_config.WindowSize, batch.SequenceLength - start));
            // What a row's padding does to its state meets no real token.
            (var outputs, states) = Run(ids, states, mask: null, wanted);
            windows.Add(outputs);
        }
        Tensor[] joined = [.. Enumerable.Range(0, windows[0].Length).Select(i => windows.Count == 1 ? windows[0][i] : cat([.. windows.Select(w => w[i])], 1))];
        return EncoderOutput.Select(wanted, joined[^1], joined, batch.AttentionMask);
    }

    /// <inheritdoc/>
    public override (EncoderOutput Output, RecurrentState After) EncodeNext(TokenBatch batch, RecurrentState? before, EncoderOutputs wanted = EncoderOutputs.LastHiddenState)
    {
        RecurrentInput.Check(this, batch, wanted);
        before?.Check(_config.LayerCount, batch);
        using var scope = torch.NewDisposeScope();
        var (outputs, states) = Run(batch.TokenIds, before?.Layers, batch.AttentionMask, wanted);
        return (EncoderOutput.Select(wanted, outputs[^1], outputs, batch.AttentionMask), new RecurrentState(states));
    }

    /// <summary>The embeddings' output and all layers', or the last layer's alone where no more is wanted; and the layers' states, detached.</summary>
    private (Tensor[] Outputs, LstmState[] States) Run(Tensor ids, IReadOnlyList<LstmState>? states, Tensor? mask, EncoderOutputs wanted)
    {
        using var scope = torch.NewDisposeScope();
        var embedded = _inputDropout.Apply(_wordDropout.Apply(_embeddings.call(ids), ids, _config.VocabularySize, training), training);
        var (outputs, after) = _layers.Forward(embedded, states, mask);
        Tensor[] kept = wanted.HasFlag(EncoderOutputs.HiddenStates) ? [embedded, .. outputs] : [outputs[^1]];
        foreach (var output in kept) output.MoveToOuterDisposeScope();
        return (kept, [.. after.Select(s => new LstmState(s.Output.detach(), s.Cell.detach()).MoveToOuterDisposeScope())]);
    }
}

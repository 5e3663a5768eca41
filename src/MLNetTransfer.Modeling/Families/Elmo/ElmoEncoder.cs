using MLNetTransfer.Modeling.Layers;
using MLNetTransfer.Modeling.Tokenization;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Families.Elmo;

/// <summary>
/// ELMo's bidirectional language model: words by their characters, highway layers, a projection, and LSTMs in both directions. Token ids are
/// <c>[batch, sequence, characters]</c>. Hidden state 0 is the words' vectors twice beside one another, as ELMo mixes them with the layers' states.
/// </summary>
internal sealed class ElmoEncoder : RecurrentEncoder
{
    private readonly ElmoConfig _config;
    private readonly CharacterCnn _characters;
    private readonly HighwayLayer[] _highways;
    private readonly LinearLayer? _projection;
    private readonly BidirectionalLstm _layers;

    public ElmoEncoder(ElmoConfig c) : base(nameof(ElmoEncoder), c)
    {
        _config = c;
        register_module("words", _characters = new(ElmoConfig.CharacterCount, c.CharacterSize, c.Filters, c.Activation));
        _highways = [.. Enumerable.Range(0, c.HighwayCount).Select(_ => new HighwayLayer(c.FilterCount))];
        for (var i = 0; i < c.HighwayCount; i++) register_module($"highway_{i}", _highways[i]);
        if (c.FilterCount != c.ProjectionSize) register_module("projection", _projection = new(c.FilterCount, c.ProjectionSize, inputFirst: true));
        register_module("layers", _layers = new(c.LayerCount, c.SkipConnections, backward => new(c.ProjectionSize, c.CellSize, c.ProjectionSize, c.CellClip, c.ProjectionClip, backward)));
    }

    /// <inheritdoc/>
    public override bool HasPooler => false;

    /// <inheritdoc/>
    internal override Tensor TokenWeight => _characters.get_parameter("characters")!;

    /// <inheritdoc/>
    public override EncoderOutput Encode(TokenBatch batch, EncoderOutputs wanted = EncoderOutputs.LastHiddenState)
    {
        var (output, after) = EncodeNext(batch, null, wanted);
        after.Dispose();
        return output;
    }

    /// <inheritdoc/>
    public override (EncoderOutput Output, RecurrentState After) EncodeNext(TokenBatch batch, RecurrentState? before, EncoderOutputs wanted = EncoderOutputs.LastHiddenState)
    {
        Check(batch, wanted);
        before?.Check(2 * _config.LayerCount, batch);
        using var scope = torch.NewDisposeScope();
        var words = Words(batch.TokenIds);
        var (outputs, states) = _layers.Forward(words, before?.Layers, batch.AttentionMask);
        var after = new RecurrentState(states);
        Tensor[]? every = wanted.HasFlag(EncoderOutputs.HiddenStates) ? [cat(new[] { words, words }, 2), .. outputs] : null;
        return (EncoderOutput.Select(wanted, outputs[^1], every, batch.AttentionMask), after);
    }

    /// <summary><c>[batch, sequence, characters]</c> to <c>[batch, sequence, projection]</c> float32.</summary>
    private Tensor Words(Tensor ids)
    {
        using var scope = torch.NewDisposeScope();
        var words = _characters.call(ids);
        foreach (var highway in _highways) words = highway.call(words);
        return (_projection is null ? words : _projection.call(words).to(ScalarType.Float32)).MoveToOuterDisposeScope();
    }

    private void Check(TokenBatch batch, EncoderOutputs wanted)
    {
        var shape = batch.TokenIds.shape;
        if (shape.Length != 3 || shape[2] != _config.CharactersPerWord)
            throw new ArgumentException($"The batch's token ids are [{string.Join(", ", shape)}]; this {Config.ModelType} encoder reads [batch, sequence, {_config.CharactersPerWord}], as {nameof(WordCharacterTokenizer)} makes them.", nameof(batch));
        RecurrentInput.Check(this, batch, wanted);
    }
}

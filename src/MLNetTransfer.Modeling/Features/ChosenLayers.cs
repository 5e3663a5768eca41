using MLNetTransfer.Modeling.Families;
using MLNetTransfer.Modeling.Tokenization;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Features;

/// <summary>The layers of an encoder that options choose, put together token by token.</summary>
internal sealed class ChosenLayers
{
    private readonly Encoder _encoder;
    private readonly LayerOptions _options;
    private readonly int[] _layers;

    /// <exception cref="ArgumentException">The encoder has no such layer, or there are more or fewer weights than layers.</exception>
    public ChosenLayers(Encoder encoder, LayerOptions options)
    {
        options.Validate();
        (_encoder, _options) = (encoder, options);
        _layers = options.Layers.Resolve(encoder.Config.LayerCount);
        if (options.ScalarMixWeights is { } weights && weights.Count != _layers.Length)
            throw new ArgumentException($"The option {nameof(LayerOptions.ScalarMixWeights)} has {weights.Count} weights for {_layers.Length} layers.", nameof(options));
        if (options.Combination != LayerCombination.Concatenate && _layers.Select(encoder.Config.StateSize).Distinct().Count() > 1)
            throw new ArgumentException($"The option {nameof(LayerOptions.Combination)} is {options.Combination}, and the chosen layers of this {encoder.Config.ModelType} encoder are {string.Join(", ", _layers.Select(encoder.Config.StateSize))} wide. Use {nameof(LayerCombination.Concatenate)}, or layers of one width.", nameof(options));
    }

    /// <summary>How many numbers a token's state is.</summary>
    public int Size => _options.Combination == LayerCombination.Concatenate ? _layers.Sum(_encoder.Config.StateSize) : _encoder.Config.StateSize(_layers[0]);

    /// <summary>Whether the last layer is all that is chosen.</summary>
    public bool IsLastOnly => _layers is [var only] && only == _encoder.Config.LayerCount;

    /// <summary><c>[batch, sequence, size]</c>; the network stops at the last layer that is chosen.</summary>
    public Tensor Read(TokenBatch batch) => IsLastOnly ? Mix(null, _encoder.Encode(batch).LastHiddenState!) : Mix(_encoder.EncodeUpTo(batch, _layers.Max()), null);

    /// <summary>The same of an output that has all hidden states, or where the last layer is all that is chosen, the last one.</summary>
    public Tensor Read(EncoderOutput output) => IsLastOnly ? Mix(null, output.LastHiddenState!) : Mix(output.HiddenStates!, null);

    /// <summary>A name for each number of a state, such as <c>layer6.mean.17</c>.</summary>
    /// <param name="way">How states are pooled.</param>
    public IEnumerable<string> Names(string way)
    {
        var combination = char.ToLowerInvariant(_options.Combination.ToString()[0]) + _options.Combination.ToString()[1..];
        return _options.Combination == LayerCombination.Concatenate ? _layers.SelectMany(l => Enumerable.Range(0, _encoder.Config.StateSize(l)).Select(i => $"layer{l}.{way}.{i}")) : Enumerable.Range(0, Size).Select(i => $"{combination}.{way}.{i}");
    }

    private Tensor Mix(IReadOnlyList<Tensor>? states, Tensor? last)
    {
        // A single layer is mixed, too: a scalar mix has a scale.
        Tensor[] chosen = states is null ? [last!] : [.. _layers.Select(l => states[l])];
        if (_options.Combination != LayerCombination.ScalarMix) return LayerMix.Combine(chosen, _options.Combination);
        var weights = _options.ScalarMixWeights is { } given ? tensor(given.ToArray(), dtype: chosen[0].dtype, device: chosen[0].device) : null;
        return LayerMix.Combine(chosen, _options.Combination, weights, tensor(_options.ScalarMixScale, dtype: chosen[0].dtype, device: chosen[0].device));
    }
}

using MLNetTransfer.Modeling.Families;
using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Layers;
using MLNetTransfer.Modeling.Tokenization;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Features;

/// <summary>An encoder whose states, of chosen layers and pooled over the tokens, are a text's features.</summary>
public sealed class FeatureModel : TaskModel
{
    private readonly FeatureOptions _options;
    private readonly ChosenLayers _layers;
    private readonly SentenceModule[] _modules;
    private readonly bool _modulesNormalize;

    /// <param name="encoder">The encoder, which it owns from then on.</param>
    /// <param name="options">Which states, and how they are pooled.</param>
    /// <param name="modules">What comes behind pooling, which it owns. A normalisation at the end is not done here: see <see cref="Normalizes"/>.</param>
    /// <exception cref="ArgumentException">The encoder has no such layer, or no pooler.</exception>
    internal FeatureModel(Encoder encoder, FeatureOptions options, IReadOnlyList<SentenceModule>? modules = null) : base(nameof(FeatureModel), encoder)
    {
        _options = options;
        _layers = new(encoder, options);
        if (options.Pooling.Contains(TokenPooling.Pooler) && !encoder.HasPooler)
            throw new ArgumentException($"The option {nameof(FeatureOptions.Pooling)} names {nameof(TokenPooling.Pooler)}, and this {encoder.Config.ModelType} encoder has none. Use {nameof(TokenPooling.FirstToken)} or {nameof(TokenPooling.Mean)}.", nameof(options));
        _modulesNormalize = modules is [.., NormalizeModule];
        _modules = [.. modules is null ? [] : _modulesNormalize ? modules.SkipLast(1) : modules];
        for (var i = 0; i < _modules.Length; i++) register_module($"module_{i}", _modules[i]);
        Size = _modules.Aggregate(options.Pooling.Sum(p => p == TokenPooling.Pooler ? encoder.Config.HiddenSize : _layers.Size), (size, module) => module.SizeAfter(size));
    }

    /// <summary>How many numbers a text's features are.</summary>
    public int Size { get; }

    /// <summary>Whether the features are to be scaled to length 1, which is left to the caller: vectors of a long text's parts are put together first.</summary>
    public bool Normalizes => _options.Normalize || _modulesNormalize;

    /// <summary>A name for each number of the features, such as <c>last.mean.17</c>.</summary>
    public IReadOnlyList<string> SlotNames => _modules.Length > 0
        ? [.. Enumerable.Range(0, Size).Select(i => $"dense.{i}")]
        : [.. _options.Pooling.SelectMany(PartNames)];

    /// <summary><c>[batch, size]</c>, not yet scaled.</summary>
    public override Tensor Forward(TokenBatch batch)
    {
        using var scope = NewDisposeScope();
        var pooled = Encode(batch);
        foreach (var module in _modules) pooled = module.call(pooled);
        return pooled.MoveToOuterDisposeScope();
    }

    private Tensor Encode(TokenBatch batch)
    {
        var ofStates = _options.Pooling.Where(p => p != TokenPooling.Pooler).ToArray();
        // The first token alone needs less of the last layer.
        var firstOnly = _layers.IsLastOnly && ofStates is [TokenPooling.FirstToken] && batch.IsPaddedAtEnd;
        var pools = _options.Pooling.Contains(TokenPooling.Pooler);
        // Without the pooler, the network stops at the last layer that is chosen.
        if (!pools && !firstOnly) return Pool(_layers.Read(batch), batch, null);
        var output = Encoder.Encode(batch, (pools ? EncoderOutputs.Pooled : 0)
            | (ofStates.Length == 0 ? 0 : firstOnly ? EncoderOutputs.FirstToken : _layers.IsLastOnly ? EncoderOutputs.LastHiddenState : EncoderOutputs.HiddenStates));
        return Pool(firstOnly || ofStates.Length == 0 ? null : _layers.Read(output), batch, output);
    }

    private Tensor Pool(Tensor? states, TokenBatch batch, EncoderOutput? output)
    {
        Tensor[] parts = [.. _options.Pooling.Select(p => p == TokenPooling.Pooler ? output!.Pooled! : states is null ? output!.FirstToken! : StatePooler.Pool(states, batch.AttentionMask, p))];
        var pooled = parts is [var one] ? one : cat(parts, 1);
        return ComputeType.Widen(pooled);
    }

    private IEnumerable<string> PartNames(TokenPooling pooling)
    {
        if (pooling == TokenPooling.Pooler) return Enumerable.Range(0, Encoder.Config.HiddenSize).Select(i => $"pooler.{i}");
        return _layers.Names(char.ToLowerInvariant(pooling.ToString()[0]) + pooling.ToString()[1..]);
    }
}

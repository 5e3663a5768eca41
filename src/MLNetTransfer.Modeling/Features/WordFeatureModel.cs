using MLNetTransfer.Modeling.Families;
using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Tokenization;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Features;

/// <summary>An encoder whose states, of chosen layers, are the features of tokens; those of a word's tokens are pooled when they have left the device.</summary>
internal sealed class WordFeatureModel : TaskModel
{
    private readonly ChosenLayers _layers;

    /// <param name="encoder">The encoder, which it owns from then on.</param>
    /// <param name="options">Which states.</param>
    /// <exception cref="ArgumentException">The encoder has no such layer.</exception>
    public WordFeatureModel(Encoder encoder, WordFeatureOptions options) : base(nameof(WordFeatureModel), encoder)
    {
        _layers = new(encoder, options);
        Pooling = options.Pooling;
    }

    /// <summary>How a word's tokens become one vector.</summary>
    public WordPooling Pooling { get; }

    /// <summary>How many numbers a token's state is.</summary>
    public int StateSize => _layers.Size;

    /// <summary>How many numbers a word's features are.</summary>
    public int Size => Pooling.Size(StateSize);

    /// <summary><c>[batch, sequence, state]</c></summary>
    public override Tensor Forward(TokenBatch batch)
    {
        using var scope = NewDisposeScope();
        return _layers.Read(batch).to(ScalarType.Float32).MoveToOuterDisposeScope();
    }
}

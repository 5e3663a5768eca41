using MLNetTransfer.Modeling.Heads;

namespace MLNetTransfer.Modeling.Features;

/// <summary>Which of an encoder's states become the features of a text, and how.</summary>
public sealed class FeatureOptions
{
    /// <summary>The layers whose states are taken.</summary>
    /// <value>Default: the last layer.</value>
    public LayerSelection Layers { get; set; } = LayerSelection.Last;

    /// <summary>How the states of several layers are put together.</summary>
    /// <value>Default: concatenated.</value>
    public LayerCombination Combination { get; set; } = LayerCombination.Concatenate;

    /// <summary>The weights of <see cref="LayerCombination.ScalarMix"/> before their softmax, one for each layer chosen; null where all weigh the same.</summary>
    /// <value>Default: null.</value>
    public IReadOnlyList<float>? ScalarMixWeights { get; set; }

    /// <summary>What the sum of <see cref="LayerCombination.ScalarMix"/> is multiplied by.</summary>
    /// <value>Default: 1.</value>
    public float ScalarMixScale { get; set; } = 1;

    /// <summary>How the tokens' states become one vector; the vectors of several ways stand beside one another.</summary>
    /// <value>Default: their mean.</value>
    public IReadOnlyList<TokenPooling> Pooling { get; set; } = [TokenPooling.Mean];

    /// <summary>Whether the vector is scaled to length 1, so that dot products are cosines.</summary>
    /// <value>Default: false.</value>
    public bool Normalize { get; set; }

    /// <summary>Checks every value; the message of what is thrown names the option.</summary>
    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Layers);
        ArgumentNullException.ThrowIfNull(Pooling);
        if (!Enum.IsDefined(Combination)) throw new ArgumentOutOfRangeException(nameof(Combination), Combination, $"The option {nameof(Combination)} must be one of {string.Join(", ", Enum.GetNames<LayerCombination>())}.");
        if (Pooling.Count == 0) throw new ArgumentException($"The option {nameof(Pooling)} is empty: name at least one of {string.Join(", ", Enum.GetNames<TokenPooling>())}.", nameof(Pooling));
        foreach (var pooling in Pooling)
            if (!Enum.IsDefined(pooling)) throw new ArgumentOutOfRangeException(nameof(Pooling), pooling, $"The option {nameof(Pooling)} must name {string.Join(", ", Enum.GetNames<TokenPooling>())}.");
        if (Pooling.Distinct().Count() != Pooling.Count) throw new ArgumentException($"The option {nameof(Pooling)} names one way twice: {string.Join(", ", Pooling)}.", nameof(Pooling));
        if (Combination != LayerCombination.ScalarMix && (ScalarMixWeights is not null || ScalarMixScale != 1))
            throw new ArgumentException($"The options {nameof(ScalarMixWeights)} and {nameof(ScalarMixScale)} go with {nameof(Combination)} = {nameof(LayerCombination.ScalarMix)}, and it is {Combination}.", nameof(ScalarMixWeights));
        if (!float.IsFinite(ScalarMixScale) || ScalarMixWeights?.All(float.IsFinite) == false)
            throw new ArgumentException($"The options {nameof(ScalarMixWeights)} and {nameof(ScalarMixScale)} must be finite.", nameof(ScalarMixWeights));
    }
}

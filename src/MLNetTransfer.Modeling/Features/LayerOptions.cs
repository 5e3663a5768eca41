namespace MLNetTransfer.Modeling.Features;

/// <summary>Which of an encoder's layers are taken, and how they are put together, token by token.</summary>
public abstract class LayerOptions
{
    private protected LayerOptions()
    {
    }

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

    /// <summary>Checks every value; the message of what is thrown names the option.</summary>
    internal virtual void Validate()
    {
        ArgumentNullException.ThrowIfNull(Layers);
        if (!Enum.IsDefined(Combination)) throw new ArgumentOutOfRangeException(nameof(Combination), Combination, $"The option {nameof(Combination)} must be one of {string.Join(", ", Enum.GetNames<LayerCombination>())}.");
        if (Combination != LayerCombination.ScalarMix && (ScalarMixWeights is not null || ScalarMixScale != 1))
            throw new ArgumentException($"The options {nameof(ScalarMixWeights)} and {nameof(ScalarMixScale)} go with {nameof(Combination)} = {nameof(LayerCombination.ScalarMix)}, and it is {Combination}.", nameof(ScalarMixWeights));
        if (!float.IsFinite(ScalarMixScale) || ScalarMixWeights?.All(float.IsFinite) == false)
            throw new ArgumentException($"The options {nameof(ScalarMixWeights)} and {nameof(ScalarMixScale)} must be finite.", nameof(ScalarMixWeights));
    }
}

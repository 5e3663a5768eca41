namespace MLNetTransfer.Modeling.Features;

/// <summary>Which of an encoder's states become the features of a word, and how.</summary>
public sealed class WordFeatureOptions : LayerOptions
{
    /// <summary>How the states of a word's tokens become one vector.</summary>
    /// <value>Default: the first token's.</value>
    public WordPooling Pooling { get; set; } = WordPooling.First;

    /// <inheritdoc/>
    internal override void Validate()
    {
        base.Validate();
        if (!Enum.IsDefined(Pooling)) throw new ArgumentOutOfRangeException(nameof(Pooling), Pooling, $"The option {nameof(Pooling)} must be one of {string.Join(", ", Enum.GetNames<WordPooling>())}.");
    }
}

using MLNetTransfer.Modeling.Heads;

namespace MLNetTransfer.Modeling.Features;

/// <summary>Which of an encoder's states become the features of a text, and how.</summary>
public sealed class FeatureOptions : LayerOptions
{
    /// <summary>How the tokens' states become one vector; the vectors of several ways stand beside one another.</summary>
    /// <value>Default: their mean.</value>
    public IReadOnlyList<TokenPooling> Pooling { get; set; } = [TokenPooling.Mean];

    /// <summary>Whether the vector is scaled to length 1, so that dot products are cosines.</summary>
    /// <value>Default: false.</value>
    public bool Normalize { get; set; }

    /// <inheritdoc/>
    internal override void Validate()
    {
        base.Validate();
        ArgumentNullException.ThrowIfNull(Pooling);
        if (Pooling.Count == 0) throw new ArgumentException($"The option {nameof(Pooling)} is empty: name at least one of {string.Join(", ", Enum.GetNames<TokenPooling>())}.", nameof(Pooling));
        foreach (var pooling in Pooling)
            if (!Enum.IsDefined(pooling)) throw new ArgumentOutOfRangeException(nameof(Pooling), pooling, $"The option {nameof(Pooling)} must name {string.Join(", ", Enum.GetNames<TokenPooling>())}.");
        if (Pooling.Distinct().Count() != Pooling.Count) throw new ArgumentException($"The option {nameof(Pooling)} names one way twice: {string.Join(", ", Pooling)}.", nameof(Pooling));
    }
}

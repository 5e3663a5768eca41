namespace Microsoft.ML;

/// <summary>What a trainer is like.</summary>
public sealed class TrainerInfo
{
    internal TrainerInfo(bool normalization = true, bool caching = true) => (NeedNormalization, WantCaching) = (normalization, caching);

    /// <summary>Whether the trainer does better on features of one scale.</summary>
    public bool NeedNormalization { get; }

    /// <summary>Whether the trainer goes over the data more than once.</summary>
    public bool WantCaching { get; }
}

namespace MLNetTransfer.TextClassification;

/// <summary>What Fit does with rows whose label is missing (key 0).</summary>
public enum MissingLabels
{
    /// <summary>Leaves them out and says in the log how many there were.</summary>
    Skip,

    /// <summary>Refuses to train.</summary>
    Throw,
}

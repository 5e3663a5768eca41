namespace Microsoft.ML;

/// <summary>What a trainer asks of its data.</summary>
public sealed class TrainerInfo
{
    internal TrainerInfo(bool normalization = true, bool calibration = false, bool caching = true, bool supportValid = false, bool supportIncrementalTrain = false, bool supportTest = false)
    {
        NeedNormalization = normalization;
        NeedCalibration = calibration;
        WantCaching = caching;
        SupportsValidation = supportValid;
        SupportsIncrementalTraining = supportIncrementalTrain;
        SupportsTest = supportTest;
    }

    /// <summary>Whether features of like scale are wanted.</summary>
    public bool NeedNormalization { get; }

    /// <summary>Whether the data are read more than once, and should be cached.</summary>
    public bool WantCaching { get; }

    internal bool NeedCalibration { get; }

    internal bool SupportsIncrementalTraining { get; }

    internal bool SupportsTest { get; }

    internal bool SupportsValidation { get; }
}

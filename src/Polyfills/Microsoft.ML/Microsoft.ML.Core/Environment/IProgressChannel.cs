namespace Microsoft.ML.Runtime;

/// <summary>Opens progress channels.</summary>
public interface IProgressChannelProvider
{
    /// <summary>A channel for the progress of one piece of work.</summary>
    IProgressChannel StartProgressChannel(string name);
}

/// <summary>Reports how far a piece of work is.</summary>
public interface IProgressChannel : IProgressChannelProvider, IDisposable
{
    /// <summary>Says what is reported, and how to ask for it.</summary>
    void SetHeader(ProgressHeader header, Action<IProgressEntry> fillAction);

    /// <summary>Reports values at this point: metrics, then progress.</summary>
    void Checkpoint(params double?[] values);
}

/// <summary>A state of progress, to be filled in.</summary>
public interface IProgressEntry
{
    /// <summary>Sets how many units are done.</summary>
    void SetProgress(int index, double value);

    /// <summary>Sets how many units are done, of how many.</summary>
    void SetProgress(int index, double value, double lim);

    /// <summary>Sets a metric.</summary>
    void SetMetric(int index, double value);
}

/// <summary>What a progress channel reports.</summary>
public sealed class ProgressHeader
{
    /// <summary>The units of progress, the coarsest first.</summary>
    public readonly IReadOnlyList<string> UnitNames;

    /// <summary>The metrics.</summary>
    public readonly IReadOnlyList<string> MetricNames;

    public ProgressHeader(string[] metricNames, string[] unitNames)
    {
        MetricNames = metricNames ?? [];
        UnitNames = unitNames ?? [];
    }

    public ProgressHeader(params string[] unitNames)
        : this(null, unitNames)
    {
    }
}

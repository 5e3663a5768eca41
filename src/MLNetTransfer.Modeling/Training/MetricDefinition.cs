namespace MLNetTransfer.Modeling.Training;

/// <summary>A figure that validation gives, and which way it improves.</summary>
/// <param name="Name">Its name, for instance <c>Accuracy</c>.</param>
/// <param name="HigherIsBetter">Whether a larger value is a better one.</param>
public readonly record struct MetricDefinition(string Name, bool HigherIsBetter)
{
    /// <summary>Whether <paramref name="candidate"/> improves on <paramref name="best"/> by more than <paramref name="margin"/>. A candidate that is not a number never does.</summary>
    internal bool Improves(double candidate, double? best, double margin) =>
        !double.IsNaN(candidate) && (best is not { } old || (HigherIsBetter ? candidate - old > margin : old - candidate > margin));
}

namespace MLNetTransfer.Modeling.Training;

/// <summary>Why a training run ended.</summary>
public enum TrainingEnd
{
    /// <summary>It did all its steps.</summary>
    Completed,

    /// <summary>Validation did not improve for <see cref="TrainingOptions.EarlyStoppingPatience"/> times.</summary>
    EarlyStopped,

    /// <summary>It was cancelled.</summary>
    Cancelled,

    /// <summary>Its <see cref="TrainingOptions.TimeLimit"/> was over.</summary>
    OutOfTime,
}

/// <summary>What a training run did. The model holds its weights.</summary>
/// <param name="End">Why it ended.</param>
/// <param name="Steps">Optimiser steps done.</param>
/// <param name="Epochs">Epochs completed.</param>
/// <param name="BestStep">The optimiser steps done when the best validation was made; null without validation.</param>
/// <param name="BestMetrics">The metrics of the best validation by name; null without validation.</param>
/// <param name="Restored">Whether the model holds the weights of the best validation, not the last ones.</param>
/// <param name="Elapsed">The time it took in this process.</param>
public sealed record TrainingResult(
    TrainingEnd End,
    int Steps,
    int Epochs,
    int? BestStep,
    IReadOnlyDictionary<string, double>? BestMetrics,
    bool Restored,
    TimeSpan Elapsed)
{
    /// <summary>Whether the run was cancelled.</summary>
    public bool Cancelled => End == TrainingEnd.Cancelled;
}

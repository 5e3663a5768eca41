namespace MLNetTransfer.Modeling.Training;

/// <summary>How far a training run is: reported about twice a second, after each validation, and at the end of each epoch.</summary>
/// <param name="Epoch">The running epoch, from 1.</param>
/// <param name="Epochs">The number of epochs, if nothing ends the run early.</param>
/// <param name="Step">Optimiser steps done.</param>
/// <param name="TotalSteps">Optimiser steps of the whole run, if nothing ends it early.</param>
/// <param name="Loss">The mean training loss of the rows since the last report; not a number where there were none.</param>
/// <param name="LearningRate">The learning rate of the last step.</param>
/// <param name="Metrics">The validation metrics by name, in reports that follow a validation; null in others.</param>
/// <param name="RowsPerSecond">Rows trained on per second of training, validation left out.</param>
/// <param name="TokensPerSecond">Tokens, without padding, trained on per second of training, validation left out.</param>
/// <param name="Elapsed">Time since the run began, or was taken up again.</param>
/// <param name="Remaining">The time that the steps left will take at the speed so far, validation included.</param>
public sealed record TrainingProgress(
    int Epoch,
    int Epochs,
    int Step,
    int TotalSteps,
    double Loss,
    double LearningRate,
    IReadOnlyDictionary<string, double>? Metrics,
    double RowsPerSecond,
    double TokensPerSecond,
    TimeSpan Elapsed,
    TimeSpan Remaining);

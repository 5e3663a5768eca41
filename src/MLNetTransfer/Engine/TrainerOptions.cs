using Microsoft.ML;
using MLNetTransfer.Modeling.Training;

namespace MLNetTransfer.Engine;

/// <summary>What every trainer of ours is told about the training itself. Each trainer has an Options class of its own, which adds to these.</summary>
public abstract class TrainerOptions
{
    private protected TrainerOptions()
    {
    }

    /// <summary>Epochs, batches, learning rate and everything else that the training loop is told.</summary>
    /// <value>Default: 3 epochs at a learning rate of 5e-5 in batches of 32 rows.</value>
    public TrainingOptions Training { get; set; } = new();

    /// <summary>
    /// Rows to validate on, which are not trained on: after each epoch the metrics are computed on them, and the best weights are kept. They need the columns of the
    /// training rows, so pass them through the same preceding transformers.
    /// </summary>
    /// <value>Default: null.</value>
    public IDataView? ValidationSet { get; set; }

    /// <summary>The share of the training rows to set aside for validation, chosen by the seed; above 0, below 1. Not together with <see cref="ValidationSet"/>.</summary>
    /// <value>Default: null, none.</value>
    public double? ValidationFraction { get; set; }

    /// <summary>Hears how training goes: epoch, loss, metrics, speed, time left. The same is written to mlContext.Log.</summary>
    /// <value>Default: null.</value>
    public IProgress<TrainingProgress>? Progress { get; set; }

    /// <summary>Ends Fit early. Before training has begun Fit throws <see cref="OperationCanceledException"/>; afterwards it returns the best model so far.</summary>
    /// <value>Default: none.</value>
    public CancellationToken CancellationToken { get; set; }

    /// <summary>Checks every value; the message of what is thrown names the option.</summary>
    internal virtual void Validate()
    {
        ArgumentNullException.ThrowIfNull(Training);
        Training.Validate();
        if (ValidationFraction is not (null or (> 0 and < 1)))
            throw new ArgumentOutOfRangeException(nameof(ValidationFraction), ValidationFraction, "The option ValidationFraction must be above 0 and below 1, or null.");
        if (ValidationFraction is not null && ValidationSet is not null)
            throw new ArgumentException("The options ValidationFraction and ValidationSet exclude each other: set one of them.", nameof(ValidationFraction));
        if (Training.EarlyStoppingPatience is not null && ValidationFraction is null && ValidationSet is null)
            throw new ArgumentException("The option Training.EarlyStoppingPatience needs rows to validate on: set ValidationSet or ValidationFraction.", nameof(Training));
    }

    private protected static void RequireName(string name, string option)
    {
        if (string.IsNullOrWhiteSpace(name)) throw new ArgumentException($"The option {option} must name a column.", option);
    }
}

using TorchSharp;

namespace MLNetTransfer.Modeling.Training;

/// <summary>
/// What a <see cref="TrainingLoop"/> trains: a model, its training rows by number, their loss, and a validation. A new task implements this; the loop stays as it is.
/// </summary>
public interface ITrainingTask
{
    /// <summary>The model whose parameters are trained: those that require gradients.</summary>
    torch.nn.Module Model { get; }

    /// <summary>The number of tokens of each training row.</summary>
    IReadOnlyList<int> RowLengths { get; }

    /// <summary>Whether there are rows to validate on.</summary>
    bool CanValidate { get; }

    /// <summary>The metrics that <see cref="Validate"/> gives.</summary>
    IReadOnlyList<MetricDefinition> Metrics { get; }

    /// <summary>The name of the metric that decides which weights are best, if the user names none.</summary>
    string DefaultMetric { get; }

    /// <summary>Runs the model on training rows, as one batch, and gives their loss. The model is in training mode; the caller owns a dispose scope.</summary>
    /// <param name="rows">Numbers of training rows.</param>
    TaskLoss Loss(IReadOnlyList<int> rows);

    /// <summary>The metrics of the model as it is, on the validation rows, by name. May leave the model in evaluation mode.</summary>
    /// <param name="cancellation">Ends the validation.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    IReadOnlyDictionary<string, double> Validate(CancellationToken cancellation);
}

using System.Collections.ObjectModel;
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

    /// <summary>The batches of an epoch, for rows that must be met in an order of their own, as the parts of a long text that a recurrent network reads on through.</summary>
    /// <param name="epoch">The epoch, from 0.</param>
    /// <param name="seed">What the options say; the same seed must give the same batches.</param>
    /// <returns>Numbers of rows; null, as it is unless a task says otherwise: rows in random order, those of like length together.</returns>
    IReadOnlyList<int[]>? BatchesOf(int epoch, long seed) => null;

    /// <summary>What the learning rate of a step is multiplied by: 1 unless a task says otherwise, as for windows of text of different length.</summary>
    /// <param name="rows">Numbers of rows: a batch of the step.</param>
    double RateFactorOf(IReadOnlyList<int> rows) => 1;

    /// <summary>What the task carries from one batch to the next beside the model's weights, by name, so that a run can go on in another process; the task keeps the tensors.</summary>
    IReadOnlyDictionary<string, torch.Tensor> CarriedState => ReadOnlyDictionary<string, torch.Tensor>.Empty;

    /// <summary>Goes on from a <see cref="CarriedState"/>. The tensors are the caller's.</summary>
    /// <param name="state">The tensors by name, on the CPU.</param>
    void RestoreCarriedState(IReadOnlyDictionary<string, torch.Tensor> state)
    {
    }

    /// <summary>Runs the model on training rows, as one batch, and gives their loss. The model is in training mode; the caller owns a dispose scope.</summary>
    /// <param name="rows">Numbers of training rows.</param>
    TaskLoss Loss(IReadOnlyList<int> rows);

    /// <summary>The metrics of the model as it is, on the validation rows, by name. May leave the model in evaluation mode.</summary>
    /// <param name="cancellation">Ends the validation.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    IReadOnlyDictionary<string, double> Validate(CancellationToken cancellation);
}

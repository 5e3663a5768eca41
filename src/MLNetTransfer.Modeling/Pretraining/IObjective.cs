using MLNetTransfer.Modeling.Training;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Pretraining;

/// <summary>What a model learns from plain text. A new objective implements this; <see cref="PretrainingTask"/> stays as it is.</summary>
internal interface IObjective
{
    /// <summary>The model that learns.</summary>
    nn.Module Model { get; }

    /// <summary>Makes rows of a corpus.</summary>
    ObjectiveRows Over(TokenCorpus corpus);
}

/// <summary>The rows that an objective makes of a corpus.</summary>
/// <param name="Lengths">Tokens of each row.</param>
/// <param name="Loss">Runs the model on rows, by their numbers, as one batch; what is drawn decides what is hidden. The caller owns a dispose scope.</param>
internal sealed record ObjectiveRows(IReadOnlyList<int> Lengths, Func<IReadOnlyList<int>, RandomSource, ObjectiveLoss> Loss);

/// <summary>The loss of a batch, and the part of it that perplexity is made of.</summary>
/// <param name="Total">What is minimised.</param>
/// <param name="Tokens">The cross-entropy over tokens, in nats.</param>
internal readonly record struct ObjectiveLoss(TaskLoss Total, TaskLoss Tokens);

using MLNetTransfer.Modeling.Training;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Pretraining;

/// <summary>What a model learns from plain text. A new objective implements this; <see cref="PretrainingTask"/> stays as it is.</summary>
internal interface IObjective
{
    /// <summary>The model that learns.</summary>
    nn.Module Model { get; }

    /// <summary>Makes rows of a corpus.</summary>
    IObjectiveRows Over(TokenCorpus corpus);
}

/// <summary>The rows that an objective makes of a corpus.</summary>
internal interface IObjectiveRows
{
    /// <summary>Tokens of each row.</summary>
    IReadOnlyList<int> Lengths { get; }

    /// <summary>Runs the model on rows, as one batch. The caller owns a dispose scope.</summary>
    /// <param name="rows">Numbers of rows.</param>
    /// <param name="random">Decides what is hidden.</param>
    ObjectiveLoss Loss(IReadOnlyList<int> rows, RandomSource random);
}

/// <summary>The loss of a batch, and the part of it that perplexity is made of.</summary>
/// <param name="Total">What is minimised.</param>
/// <param name="Tokens">The cross-entropy over tokens, in nats.</param>
internal readonly record struct ObjectiveLoss(TaskLoss Total, TaskLoss Tokens);

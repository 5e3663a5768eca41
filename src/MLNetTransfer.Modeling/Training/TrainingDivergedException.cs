namespace MLNetTransfer.Modeling.Training;

/// <summary>The training loss is no longer a finite number: the weights are of no use.</summary>
/// <param name="step">The optimiser step, from 1.</param>
/// <param name="loss">The loss: not a number, or infinite.</param>
/// <param name="learningRate">The learning rate of the step.</param>
public sealed class TrainingDivergedException(int step, double loss, double learningRate)
    : InvalidOperationException(FormattableString.Invariant(
        $"The training loss became {loss} in step {step}, at a learning rate of {learningRate:0.###e0}. Train with a lower LearningRate or a longer warm-up (WarmupRatio, WarmupSteps), keep GradientClipping at 1, and check that the checkpoint's weights are finite numbers."))
{
    /// <summary>The optimiser step, from 1.</summary>
    public int Step { get; } = step;

    /// <summary>The learning rate of the step.</summary>
    public double LearningRate { get; } = learningRate;
}

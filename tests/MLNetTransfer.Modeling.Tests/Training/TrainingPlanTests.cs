using MLNetTransfer.Modeling.Training;

namespace MLNetTransfer.Modeling.Tests.Training;

public sealed class TrainingPlanTests
{
    private static readonly int[] _lengths = [.. Enumerable.Range(0, 331).Select(i => 5 + (i * 31 % 100))];

    [Theory]
    [InlineData(null, 1, null)]
    [InlineData(600, 1, null)]
    [InlineData(600, 4, null)]
    [InlineData(null, 3, 17)]
    public void The_steps_are_as_many_as_announced(int? maxTokens, int accumulation, int? maxSteps)
    {
        var plan = new TrainingPlan(_lengths, new TrainingOptions { MaxTokensPerBatch = maxTokens, GradientAccumulation = accumulation, MaxSteps = maxSteps, Epochs = 3 });
        PlannedStep[] steps = [.. plan.Steps()];
        Assert.Equal(plan.TotalSteps, steps.Length);
        Assert.Equal(Enumerable.Range(1, steps.Length), steps.Select(s => s.Number));
        Assert.True(steps[^1].EndsRun);
        Assert.Single(steps, s => s.EndsRun);
        foreach (IGrouping<int, PlannedStep> epoch in steps.GroupBy(s => s.Epoch).Where(e => e.Any(s => s.EndsEpoch)))
            Assert.Equal(Enumerable.Range(0, _lengths.Length), epoch.SelectMany(s => s.Batches).SelectMany(b => b).Order());
    }

    [Fact]
    public void The_warm_up_is_a_share_of_the_steps_rounded_down_or_a_number()
    {
        Assert.Equal(3, new TrainingPlan(_lengths, new TrainingOptions { WarmupRatio = 0.1 }).WarmupSteps); // of 33
        Assert.Equal(7, new TrainingPlan(_lengths, new TrainingOptions { WarmupRatio = 0.1, WarmupSteps = 7 }).WarmupSteps);
    }
}

using MLNetTransfer.Modeling.Training;

namespace MLNetTransfer.Modeling.Tests.Training;

public sealed class LearningRateTests
{
    [Theory]
    [InlineData("linear", LearningRateSchedule.Linear, 10)]
    [InlineData("cosine", LearningRateSchedule.Cosine, 10)]
    [InlineData("constant-with-warmup", LearningRateSchedule.Constant, 10)]
    [InlineData("constant", LearningRateSchedule.Constant, 0)]
    public void Every_step_has_the_golden_rate(string golden, LearningRateSchedule schedule, int warmup)
    {
        double[] expected = Golden.Json("optim/schedules").GetProperty(golden).Doubles();
        for (int step = 0; step < expected.Length; step++)
            Assert.Equal(expected[step], LearningRate.At(step, expected.Length, warmup, schedule, 0.001), 1e-9);
    }

    [Fact]
    public void A_warm_up_as_long_as_the_run_never_divides_by_zero()
    {
        Assert.Equal(0.0009, LearningRate.At(9, 10, 10, LearningRateSchedule.Linear, 0.001), 1e-12);
        Assert.True(double.IsFinite(LearningRate.At(10, 10, 10, LearningRateSchedule.Cosine, 0.001)));
    }
}

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
    public void Slanted_triangles_have_the_golden_rates()
    {
        var golden = Golden.Json("optim/slanted-triangular");
        var settings = golden.GetProperty("settings");
        double[] expected = golden.GetProperty("rates").Doubles();
        var options = new TrainingOptions
        {
            Schedule = LearningRateSchedule.SlantedTriangular, LearningRate = settings.GetProperty("lr").GetDouble(), WarmupRatio = settings.GetProperty("cut_frac").GetDouble(),
            SlantRatio = settings.GetProperty("ratio").GetDouble(), Epochs = expected.Length, BatchSize = 1,
        };
        var plan = new TrainingPlan([1], options);
        for (int step = 0; step < expected.Length; step++) Assert.Equal(expected[step], plan.RateOf(step + 1), 1e-9);
    }

    [Fact]
    public void A_warm_up_as_long_as_the_run_never_divides_by_zero()
    {
        Assert.Equal(0.0009, LearningRate.At(9, 10, 10, LearningRateSchedule.Linear, 0.001), 1e-12);
        Assert.True(double.IsFinite(LearningRate.At(10, 10, 10, LearningRateSchedule.Cosine, 0.001)));
    }
}

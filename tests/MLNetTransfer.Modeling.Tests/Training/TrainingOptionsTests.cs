using MLNetTransfer.Modeling.Training;

namespace MLNetTransfer.Modeling.Tests.Training;

public sealed class TrainingOptionsTests
{
    public static TheoryData<string, object> OutOfRange => new()
    {
        { nameof(TrainingOptions.Epochs), 0 },
        { nameof(TrainingOptions.MaxSteps), 0 },
        { nameof(TrainingOptions.LearningRate), 0.0 },
        { nameof(TrainingOptions.LearningRate), double.NaN },
        { nameof(TrainingOptions.Schedule), (LearningRateSchedule)9 },
        { nameof(TrainingOptions.WarmupRatio), 1.5 },
        { nameof(TrainingOptions.WarmupSteps), -1 },
        { nameof(TrainingOptions.WeightDecay), -0.1 },
        { nameof(TrainingOptions.Beta1), 1.0 },
        { nameof(TrainingOptions.Beta2), 1.0 },
        { nameof(TrainingOptions.Epsilon), 0.0 },
        { nameof(TrainingOptions.GradientClipping), double.PositiveInfinity },
        { nameof(TrainingOptions.BatchSize), 0 },
        { nameof(TrainingOptions.MaxTokensPerBatch), 0 },
        { nameof(TrainingOptions.GradientAccumulation), 0 },
        { nameof(TrainingOptions.Precision), (TrainingPrecision)9 },
        { nameof(TrainingOptions.EvaluateEverySteps), 0 },
        { nameof(TrainingOptions.EarlyStoppingPatience), 0 },
        { nameof(TrainingOptions.MinImprovement), -1.0 },
    };

    [Fact]
    public void Defaults_are_valid() => new TrainingOptions().Validate();

    [Theory]
    [MemberData(nameof(OutOfRange))]
    public void A_value_out_of_range_is_named_with_its_option(string option, object value)
    {
        var options = new TrainingOptions();
        typeof(TrainingOptions).GetProperty(option)!.SetValue(options, value);
        var error = Assert.Throws<ArgumentOutOfRangeException>(options.Validate);
        Assert.Equal(option, error.ParamName);
        Assert.Equal(value, error.ActualValue);
        Assert.Contains($"The option {option} must be", error.Message, StringComparison.Ordinal);
    }
}

using MLNetTransfer.Modeling.Training;
using MLNetTransfer.TestSupport;

namespace MLNetTransfer.Modeling.Tests.Training;

public sealed class ResumeTests
{
    private static TrainingOptions Options(string? folder) => new()
    {
        Epochs = 4, BatchSize = 16, LearningRate = 0.01, Precision = TrainingPrecision.Float32, CheckpointFolder = folder, CheckpointEverySteps = 3, Seed = 5,
    };

    [Theory]
    [InlineData(1)]
    [InlineData(5)] // of 16; states are written after every third
    [InlineData(9)]
    [InlineData(15)]
    public void A_run_that_was_ended_goes_on_as_if_it_had_not_been(int endAfter)
    {
        Func<int, double> validation = n => n == 2 ? 0.9 : 0.5;
        using var whole = new ToyTask(dropout: 0.3) { Validation = validation };
        TrainingResult expected = new TrainingLoop().Run(whole, Options(null));

        using var folder = new TempFolder();
        using var stop = new CancellationTokenSource();
        using (var first = new ToyTask(dropout: 0.3) { Validation = validation, BeforeBatch = b => { if (b == endAfter) stop.Cancel(); } })
            Assert.Equal(TrainingEnd.Cancelled, new TrainingLoop().Run(first, Options(folder.Path), cancellation: stop.Token).End);

        using var second = new ToyTask(dropout: 0.3) { Validation = n => validation(n + (endAfter / 4)) };
        var reports = new Reports();
        TrainingResult result = new TrainingLoop().Run(second, Options(folder.Path), reports);
        Assert.Equal(whole.Weights(), second.Weights());
        Assert.Equal((expected.Steps, expected.Epochs, expected.BestStep), (result.Steps, result.Epochs, result.BestStep));
        Assert.Equal(whole.Losses[endAfter..], second.Losses);
        Assert.Equal(16, reports[^1].TotalSteps);

        // What is done is not done again.
        using var third = new ToyTask(dropout: 0.3) { Validation = validation };
        Assert.Equal(TrainingEnd.Completed, new TrainingLoop().Run(third, Options(folder.Path)).End);
        Assert.Empty(third.Losses);
        Assert.Equal(whole.Weights(), third.Weights());
    }

    [Fact]
    public void A_run_that_broke_off_goes_on_from_the_last_state_written()
    {
        using var whole = new ToyTask(dropout: 0.3);
        new TrainingLoop().Run(whole, Options(null));
        using var folder = new TempFolder();
        using (var first = new ToyTask(dropout: 0.3) { BeforeBatch = b => { if (b == 8) throw new TimeoutException("pulled the plug"); } })
            Assert.Throws<TimeoutException>(() => new TrainingLoop().Run(first, Options(folder.Path)));

        using var second = new ToyTask(dropout: 0.3);
        new TrainingLoop().Run(second, Options(folder.Path));
        Assert.Equal(10, second.Losses.Count); // from the 7th step of 16
        Assert.Equal(whole.Weights(), second.Weights());
    }

    [Fact]
    public void The_time_limit_ends_a_run_that_can_go_on()
    {
        using var folder = new TempFolder();
        TrainingOptions options = Options(folder.Path);
        options.TimeLimit = TimeSpan.FromTicks(1);
        using var task = new ToyTask();
        TrainingResult result = new TrainingLoop().Run(task, options);
        Assert.Equal((TrainingEnd.OutOfTime, 1), (result.End, result.Steps));
        options.TimeLimit = null;
        using var next = new ToyTask();
        Assert.Equal((TrainingEnd.Completed, 15), (new TrainingLoop().Run(next, options).End, next.Losses.Count));
    }

    [Fact]
    public void A_run_that_stopped_early_stays_stopped()
    {
        using var folder = new TempFolder();
        TrainingOptions options = Options(folder.Path);
        (options.EarlyStoppingPatience, options.RestoreBest) = (1, false);
        using var task = new ToyTask { Validation = n => 1.0 / n };
        Assert.Equal(TrainingEnd.EarlyStopped, new TrainingLoop().Run(task, options).End);
        using var again = new ToyTask { Validation = n => 1.0 / n };
        Assert.Equal(TrainingEnd.EarlyStopped, new TrainingLoop().Run(again, options).End);
        Assert.Empty(again.Losses);
        Assert.Equal(task.Weights(), again.Weights());
    }

    [Fact]
    public void The_state_of_another_run_is_refused()
    {
        using var folder = new TempFolder();
        using (var task = new ToyTask()) new TrainingLoop().Run(task, Options(folder.Path));
        TrainingOptions other = Options(folder.Path);
        other.LearningRate = 0.02;
        using var next = new ToyTask();
        string message = Assert.Throws<InvalidOperationException>(() => new TrainingLoop().Run(next, other)).Message;
        Assert.Contains("LearningRate 0.01", message, StringComparison.Ordinal);
        Assert.Contains("0.02", message, StringComparison.Ordinal);
        using var larger = new ToyTask(rows: 65);
        Assert.Contains("rows", Assert.Throws<InvalidOperationException>(() => new TrainingLoop().Run(larger, Options(folder.Path))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_state_is_an_error_that_says_what_to_do()
    {
        using var folder = new TempFolder();
        using (var task = new ToyTask()) new TrainingLoop().Run(task, Options(folder.Path));
        string path = Directory.GetFiles(folder.Path).Single();
        byte[] bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..(bytes.Length / 2)]);
        using var next = new ToyTask();
        Assert.Throws<InvalidDataException>(() => new TrainingLoop().Run(next, Options(folder.Path)));
    }
}

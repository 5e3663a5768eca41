using MLNetTransfer.Modeling.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Tests.Training;

public sealed class TrainingLoopTests
{
    private static TrainingOptions Options(int epochs = 4) => new() { Epochs = epochs, BatchSize = 16, LearningRate = 0.01, Precision = TrainingPrecision.Float32 };

    [Fact]
    public void It_learns()
    {
        using var task = new ToyTask();
        TrainingOptions options = Options(40);
        options.LearningRate = 0.05;
        TrainingResult result = new TrainingLoop().Run(task, options);
        Assert.Equal((TrainingEnd.Completed, 160, 40), (result.End, result.Steps, result.Epochs));
        Assert.True(task.Losses[..4].Average() > 0.6);
        Assert.True(task.Losses[^4..].Average() < 0.2, $"the loss is {task.Losses[^4..].Average()}");
        Assert.False(task.Model.training);
    }

    [Fact]
    public void The_same_seed_gives_the_same_run()
    {
        (List<double> Losses, float[] Weights) Run(long seed)
        {
            using var task = new ToyTask(dropout: 0.3);
            TrainingOptions options = Options();
            options.Seed = seed;
            new TrainingLoop().Run(task, options);
            return (task.Losses, task.Weights());
        }

        var first = Run(7);
        using Generator disturbed = manual_seed(12345); // what other code draws in between must not matter
        var again = Run(7);
        Assert.Equal(first.Losses, again.Losses);
        Assert.Equal(first.Weights, again.Weights);
        Assert.NotEqual(first.Losses, Run(8).Losses);
    }

    [Fact]
    public void Accumulated_batches_count_by_their_rows()
    {
        float[] Run(int batchSize, int accumulation)
        {
            using var task = new ToyTask(rows: 30);
            TrainingOptions options = Options(6);
            (options.BatchSize, options.GradientAccumulation) = (batchSize, accumulation);
            Assert.Equal(6, new TrainingLoop().Run(task, options).Steps);
            return task.Weights();
        }

        // 30 rows as 8 + 8 + 8 + 6: a mean of the batches' means would weigh the last rows more.
        Assert.All(Run(30, 1).Zip(Run(8, 4)), w => Assert.Equal(w.First, w.Second, 1e-4f));
    }

    [Fact]
    public void MaxSteps_ends_the_run_and_its_schedule()
    {
        using var task = new ToyTask();
        TrainingOptions options = Options();
        options.MaxSteps = 6;
        var reports = new Reports();
        TrainingResult result = new TrainingLoop().Run(task, options, reports);
        Assert.Equal((TrainingEnd.Completed, 6, 1), (result.End, result.Steps, result.Epochs));
        Assert.Equal(6, reports[^1].TotalSteps);
        Assert.Equal(0.01 / 6, reports[^1].LearningRate, 1e-12);
    }

    [Fact]
    public void The_best_weights_come_back()
    {
        float[]? atBest = null;
        ToyTask task = null!;
        task = new ToyTask
        {
            Validation = n =>
            {
                atBest = n == 2 ? task.Weights() : atBest;
                return n == 2 ? 0.9 : 0.5;
            },
        };
        using (task)
        {
            TrainingResult result = new TrainingLoop().Run(task, Options());
            Assert.Equal((8, 0.9, true), (result.BestStep, result.BestMetrics!["Accuracy"], result.Restored));
            Assert.Equal(atBest, task.Weights());
        }
    }

    [Fact]
    public void The_last_weights_stay_if_the_best_are_not_wanted()
    {
        float[]? last = null;
        ToyTask task = null!;
        task = new ToyTask
        {
            Validation = n =>
            {
                last = task.Weights();
                return 1.0 / n;
            },
        };
        using (task)
        {
            TrainingOptions options = Options();
            options.RestoreBest = false;
            TrainingResult result = new TrainingLoop().Run(task, options);
            Assert.Equal((4, false), (result.BestStep, result.Restored));
            Assert.Equal(last, task.Weights());
        }
    }

    [Fact]
    public void It_stops_when_validation_no_longer_improves_enough()
    {
        double[] script = [0.5, 0.6, 0.605, 0.606, 0.9];
        using var task = new ToyTask { Validation = n => script[n - 1] };
        TrainingOptions options = Options(5);
        (options.EarlyStoppingPatience, options.MinImprovement) = (2, 0.01);
        TrainingResult result = new TrainingLoop().Run(task, options);
        Assert.Equal((TrainingEnd.EarlyStopped, 16, 4, 8), (result.End, result.Steps, result.Epochs, result.BestStep));
    }

    [Fact]
    public void A_metric_where_less_is_better_can_decide()
    {
        double[] script = [0.5, 0.9, 0.7, 0.6];
        using var task = new ToyTask { Validation = n => script[n - 1] };
        TrainingOptions options = Options();
        options.ValidationMetric = "Loss";
        Assert.Equal(8, new TrainingLoop().Run(task, options).BestStep);
    }

    [Fact]
    public void It_validates_every_so_many_steps_and_at_the_end()
    {
        using var task = new ToyTask { Validation = n => n };
        TrainingOptions options = Options(); // 16 steps
        options.EvaluateEverySteps = 6;
        Assert.Equal(16, new TrainingLoop().Run(task, options).BestStep);
        Assert.Equal(3, task.Validations);
    }

    [Fact]
    public void A_cancelled_run_keeps_its_best_weights()
    {
        using var source = new CancellationTokenSource();
        float[]? atBest = null;
        ToyTask task = null!;
        task = new ToyTask
        {
            Validation = n =>
            {
                atBest = n == 1 ? task.Weights() : atBest;
                return 1.0 / n;
            },
            BeforeBatch = n =>
            {
                if (n == 11) source.Cancel();
            },
        };
        using (task)
        {
            TrainingResult result = new TrainingLoop().Run(task, Options(), null, source.Token);
            Assert.Equal((TrainingEnd.Cancelled, true, 11, 2), (result.End, result.Cancelled, result.Steps, result.Epochs));
            Assert.Equal(atBest, task.Weights());
        }
    }

    [Fact]
    public void A_run_cancelled_before_it_begins_changes_nothing()
    {
        using var task = new ToyTask();
        float[] before = task.Weights();
        TrainingResult result = new TrainingLoop().Run(task, Options(), null, new CancellationToken(canceled: true));
        Assert.Equal((TrainingEnd.Cancelled, 0), (result.End, result.Steps));
        Assert.Equal(before, task.Weights());
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_loss_that_is_not_finite_ends_the_run_with_the_step(double factor)
    {
        using var task = new ToyTask { LossFactor = n => n == 5 ? factor : 1 };
        var error = Assert.Throws<TrainingDivergedException>(() => new TrainingLoop().Run(task, Options()));
        Assert.Equal(5, error.Step);
        Assert.True(error.LearningRate > 0);
        Assert.Contains("LearningRate", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reports_tell_how_far_it_is()
    {
        using var task = new ToyTask { Validation = n => n / 10.0 };
        var reports = new Reports();
        new TrainingLoop().Run(task, Options(), reports);
        Assert.Equal([4, 8, 12, 16], reports.Where(r => r.Metrics is not null).Select(r => r.Step));
        TrainingProgress last = reports[^1];
        Assert.Equal((4, 4, 16, 16), (last.Epoch, last.Epochs, last.Step, last.TotalSteps));
        Assert.Equal(TimeSpan.Zero, last.Remaining);
        Assert.Equal(task.Losses[^4..].Average(), last.Loss, 1e-5);
        Assert.True(last.RowsPerSecond > 0 && last.TokensPerSecond > 4 * last.RowsPerSecond && last.Elapsed > TimeSpan.Zero);
        Assert.Equal(0.4, last.Metrics!["Accuracy"]);
    }

    [Fact]
    public void Nothing_piles_up_from_step_to_step()
    {
        var live = new Dictionary<int, long>();
        using var task = new ToyTask { BeforeBatch = n => live[n] = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount, Validation = n => 0.5 };
        new TrainingLoop().Run(task, Options(16));
        Assert.Equal(live[10], live[60]);
    }

    [Fact]
    public void Options_and_task_must_go_together()
    {
        using var task = new ToyTask();
        TrainingOptions options = Options();
        options.ValidationMetric = "BLEU";
        Assert.Contains("Accuracy, Loss", Assert.Throws<ArgumentException>(() => new TrainingLoop().Run(task, options)).Message, StringComparison.Ordinal);
        options = Options();
        options.EarlyStoppingPatience = 1;
        Assert.Contains("validation rows", Assert.Throws<ArgumentException>(() => new TrainingLoop().Run(task, options)).Message, StringComparison.Ordinal);
        using var empty = new ToyTask(rows: 0);
        Assert.Contains("no training rows", Assert.Throws<ArgumentException>(() => new TrainingLoop().Run(empty, Options())).Message, StringComparison.Ordinal);
    }
}

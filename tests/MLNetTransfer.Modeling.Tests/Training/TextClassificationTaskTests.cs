using System.Text.Json.Nodes;
using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Tests.Families;
using MLNetTransfer.Modeling.Tokenization;
using MLNetTransfer.Modeling.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Tests.Training;

public sealed class TextClassificationTaskTests
{
    [Fact]
    public void The_loop_gives_the_references_curve_and_weights()
    {
        using var scope = NewDisposeScope();
        var golden = new GoldenCase("bert/train");
        using var model = (SequenceClassificationModel)golden.Model();
        using var task = new TextClassificationTask(model, GoldenRows(golden));
        var reports = new Reports();
        new TrainingLoop().Run(task, GoldenOptions(golden), reports);

        JsonArray curve = golden.Figures["curve"]!.AsArray();
        Assert.Equal(curve.Count, reports.Count);
        foreach ((JsonNode? expected, TrainingProgress actual) in curve.Zip(reports))
        {
            Assert.Equal((double)expected!["loss"]!, actual.Loss, 1e-3 * TestDevice.Slack);
            Assert.Equal((double)expected["lr"]!, actual.LearningRate, 1e-9);
        }

        foreach ((string name, TorchSharp.Modules.Parameter parameter) in model.named_parameters())
        {
            string there = golden.Names.ToCheckpoint(name);
            Compare.Close(there, golden.Tensors["trained." + there], parameter, there.EndsWith(".key.bias", StringComparison.Ordinal) ? 4e-3 : 1e-3);
        }
    }

    [Fact]
    public void Every_steps_gradient_norm_is_the_references()
    {
        using var scope = NewDisposeScope();
        var golden = new GoldenCase("bert/train");
        using var model = (SequenceClassificationModel)golden.Model();
        using var task = new TextClassificationTask(model, GoldenRows(golden));
        TrainingOptions options = GoldenOptions(golden);
        var plan = new TrainingPlan(task.RowLengths, options);
        using var parameters = new FlatParameters(model);
        using var optimizer = new AdamW(parameters, options);
        model.train();
        foreach ((PlannedStep step, JsonNode? expected) in plan.Steps().Zip(golden.Figures["curve"]!.AsArray()))
        {
            TaskLoss loss = task.Loss(step.Batches[0]);
            loss.Sum.backward();
            double norm = optimizer.Step(plan.RateOf(step.Number), 1 / loss.Weight)!.cpu().item<float>();
            Assert.Equal((double)expected!["grad_norm"]!, norm, 1e-3 * Math.Max(1, norm) * TestDevice.Slack);
        }
    }

    [Fact]
    public void Training_in_bfloat16_follows_the_same_curve_roughly()
    {
        using var scope = NewDisposeScope();
        var golden = new GoldenCase("bert/train");
        using var model = (SequenceClassificationModel)golden.Model();
        using var task = new TextClassificationTask(model, GoldenRows(golden));
        TrainingOptions options = GoldenOptions(golden);
        options.Precision = TrainingPrecision.BFloat16;
        var reports = new Reports();
        new TrainingLoop().Run(task, options, reports);
        Assert.All(golden.Figures["curve"]!.AsArray().Zip(reports), r => Assert.Equal((double)r.First!["loss"]!, r.Second.Loss, 0.05));
        Assert.NotEqual((double)golden.Figures["curve"]![0]!["loss"]!, reports[0].Loss, 1e-6);
        Assert.All(model.parameters(), p => Assert.Equal(ScalarType.Float32, p.dtype));
    }

    [Fact]
    public void Scores_come_in_the_order_of_the_rows_and_do_not_depend_on_their_company()
    {
        using var scope = NewDisposeScope();
        using var model = (SequenceClassificationModel)new GoldenCase("bert/train").Model();
        TokenRow[] rows = Rows(41);
        float[][] together = new RowScorer(model, batchSize: 7, maxTokens: 60).Score(rows);
        var alone = new RowScorer(model, batchSize: 1);
        Assert.Equal(41, together.Length);
        for (int i = 0; i < rows.Length; i++)
            Assert.All(alone.Score([rows[i]])[0].Zip(together[i]), s => Assert.Equal(s.First, s.Second, (float)(1e-5 * TestDevice.Slack)));

        Assert.Empty(alone.Score([]));
    }

    [Fact]
    public void Many_threads_may_score_at_once()
    {
        using var scope = NewDisposeScope();
        using var model = (SequenceClassificationModel)new GoldenCase("bert/train").Model();
        TokenRow[] rows = Rows(30);
        var scorer = new RowScorer(model, batchSize: 8);
        float[][] expected = scorer.Score(rows);
        Parallel.For(0, 8, _ => Assert.Equal(expected, scorer.Score(rows)));
    }

    [Fact]
    public void Validation_has_every_metric_and_training_leaves_no_tensors()
    {
        using var model = (SequenceClassificationModel)new GoldenCase("bert/train").Model();
        var rows = new LabeledRows(Rows(40), [.. Enumerable.Range(0, 40).Select(i => i % 3)]);
        using var task = new TextClassificationTask(model, rows, rows, labelSmoothing: 0.1, classWeights: [1, 2, 3]);
        var options = new TrainingOptions { Epochs = 1, BatchSize = 4, EvaluateEverySteps = 5, Precision = TrainingPrecision.Float32 };
        new TrainingLoop().Run(task, options);
        long before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        TrainingResult result = new TrainingLoop().Run(task, options);
        Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
        Assert.Equal(task.Metrics.Select(m => m.Name), result.BestMetrics!.Keys);
    }

    [Fact]
    public void Rows_and_labels_must_fit_the_model()
    {
        using var model = (SequenceClassificationModel)new GoldenCase("bert/train").Model();
        Assert.Contains("2 rows and 1 labels", Error(new LabeledRows(Rows(2), [0])), StringComparison.Ordinal);
        Assert.Contains("row 1 is 3", Error(new LabeledRows(Rows(2), [0, 3])), StringComparison.Ordinal);
        string Error(LabeledRows rows) => Assert.Throws<ArgumentException>(() => new TextClassificationTask(model, rows)).Message;
    }

    [Fact]
    public void Softmax_gives_probabilities_without_overflow()
    {
        float[] logits = [1000, 999, 0];
        RowScorer.Softmax(logits);
        Assert.Equal([0.731059f, 0.268941f, 0f], logits.Select(p => MathF.Round(p, 6)));
    }

    private static TokenRow[] Rows(int count) =>
        [.. Enumerable.Range(0, count).Select(i => new TokenRow([.. Enumerable.Range(0, 3 + (i * 5 % 17)).Select(j => 1 + ((i * 31) + (j * 7)) % 119)]))];

    internal static LabeledRows GoldenRows(GoldenCase golden)
    {
        long[] ids = golden.Input("input_ids").data<long>().ToArray(), mask = golden.Input("attention_mask").data<long>().ToArray();
        long[] types = golden.Input("token_type_ids").data<long>().ToArray(), labels = golden.Tensors["label.labels"].data<long>().ToArray();
        int width = ids.Length / labels.Length;
        int[] Real(long[] values, int row) => [.. Enumerable.Range(row * width, width).Where(i => mask[i] == 1).Select(i => (int)values[i])];
        return new LabeledRows([.. Enumerable.Range(0, labels.Length).Select(r => new TokenRow(Real(ids, r), Real(types, r)))], [.. labels.Select(l => (int)l)]);
    }

    internal static TrainingOptions GoldenOptions(GoldenCase golden)
    {
        JsonNode settings = golden.Figures["settings"]!;
        return new TrainingOptions
        {
            Epochs = (int)settings["steps"]!,
            LearningRate = (double)settings["lr"]!,
            WarmupSteps = (int)settings["warmup_steps"]!,
            WeightDecay = (double)settings["weight_decay"]!,
            GradientClipping = (double)settings["clip"]!,
            Precision = TrainingPrecision.Float32,
        };
    }

    internal sealed class Reports : List<TrainingProgress>, IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => Add(value);
    }
}

using System.Text.Json.Nodes;
using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Pretraining;
using MLNetTransfer.Modeling.Tests.Families;
using MLNetTransfer.Modeling.Tokenization;
using MLNetTransfer.Modeling.Training;
using MLNetTransfer.TestSupport;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Tests.Pretraining;

public sealed class RecurrentLanguageTaskTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_next_token_is_learnt_in_both_directions(bool backward)
    {
        using var folder = new TempFolder();
        using var corpus = Corpus(folder, 40);
        using var model = Model(dropout: 0);
        using var task = new RecurrentLanguageTask(model, corpus, corpus, new() { StreamCount = 8, WindowSize = 12, Backward = backward, ActivationPenalty = 0, ChangePenalty = 0 });
        Assert.True(task.Validate(default)[PretrainingTask.Perplexity] > 10);
        TrainingOptions options = Texts.Options(150);
        options.LearningRate = 2e-2;
        TrainingResult result = new TrainingLoop().Run(task, options);
        Assert.InRange(result.BestMetrics![PretrainingTask.Perplexity], 1, 1.6);
        Assert.Equal(Math.Log(result.BestMetrics[PretrainingTask.Perplexity]), result.BestMetrics[PretrainingTask.TokenLoss], 1e-6);
    }

    [Fact]
    public void Windows_are_of_many_lengths_and_read_every_token_once()
    {
        using var folder = new TempFolder();
        using var corpus = Corpus(folder, 200);
        using var model = Model(dropout: 0);
        using var task = new RecurrentLanguageTask(model, corpus, options: new() { StreamCount = 4, WindowSize = 20 });
        IReadOnlyList<int[]> windows = task.BatchesOf(0, 7);
        Assert.Equal(Enumerable.Range(0, task.RowLengths.Count), windows.SelectMany(w => w));
        Assert.Equal((corpus.TokenCount - 1) / 4 * 4, task.RowLengths.Sum());
        Assert.InRange(windows.Average(w => w.Length), 17, 22);
        Assert.True(windows.Select(w => w.Length).Distinct().Count() > 8);
        Assert.Equal(windows, task.BatchesOf(0, 7));
        Assert.NotEqual(windows, task.BatchesOf(1, 7));
        // A longer window has more to say.
        Assert.Equal(1.5, task.RateFactorOf([.. Enumerable.Range(0, 30)]));

        using var even = new RecurrentLanguageTask(model, corpus, options: new() { StreamCount = 4, WindowSize = 20, VaryWindows = false });
        Assert.All(even.BatchesOf(0, 7).SkipLast(1), w => Assert.Equal(20, w.Length));
        Assert.Equal(1, even.RateFactorOf([0]));
    }

    [Fact]
    public void Backward_streams_are_the_text_from_its_end()
    {
        using var folder = new TempFolder();
        using var corpus = Corpus(folder, 2);
        var ids = new int[corpus.TokenCount];
        corpus.Read(0, ids);
        var forward = new TextStreams(corpus, 3, backward: false);
        var backward = new TextStreams(corpus, 3, backward: true);
        Assert.Equal(ids[..6].Select(i => (long)i), forward.Read(0, 5)[..6]);
        Assert.Equal(ids.Reverse().Take(6).Select(i => (long)i), backward.Read(0, 5)[..6]);
        // A stream begins with the token that the one before it ended by telling.
        Assert.Equal(forward.Read(forward.Length - 1, 1)[1], forward.Read(0, 1)[2]);
        Assert.Equal(backward.Read(backward.Length - 1, 1)[1], backward.Read(0, 1)[2]);
    }

    [Fact]
    public void The_state_goes_on_from_window_to_window()
    {
        using var folder = new TempFolder();
        using var corpus = Corpus(folder, 4);
        using var model = Model(dropout: 0);
        double Loss(int window)
        {
            using var task = new RecurrentLanguageTask(model, corpus, corpus, new() { StreamCount = 2, WindowSize = window });
            return task.Validate(default)[PretrainingTask.TokenLoss];
        }

        Assert.Equal(Loss(1_000), Loss(7), 1e-5);
    }

    [Fact]
    public void The_penalties_are_those_of_the_states()
    {
        using var scope = NewDisposeScope();
        using var folder = new TempFolder();
        using var corpus = Corpus(folder, 4);
        using var model = Model(dropout: 0);
        model.train();
        double Loss(double activation, double change)
        {
            using var task = new RecurrentLanguageTask(model, corpus, options: new() { StreamCount = 2, ActivationPenalty = activation, ChangePenalty = change });
            TaskLoss loss = task.Loss([.. Enumerable.Range(0, 6)]);
            Assert.Equal(12, loss.Weight);
            return loss.Sum.item<float>() / loss.Weight;
        }

        using var batch = new TokenBatch(tensor(new TextStreams(corpus, 2, backward: false).Read(0, 6), [2, 7], device: TestDevice.Current).narrow(1, 0, 6).contiguous());
        using var labels = batch.TokenIds.alias();
        var (_, states, _, after) = model.LossNext(batch, labels, null);
        using (after)
        {
            double squares = states.square().mean().item<float>(), changes = (states.narrow(1, 1, 5) - states.narrow(1, 0, 5)).square().mean().item<float>();
            Assert.Equal(3 * squares, Loss(3, 0) - Loss(0, 0), 1e-4);
            Assert.Equal(5 * changes, Loss(0, 5) - Loss(0, 0), 1e-4);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    public void A_run_that_was_ended_goes_on_as_if_it_had_not_been(int endAfter)
    {
        using var folder = new TempFolder();
        using var corpus = Corpus(folder, 8);
        TrainingOptions Options(string? state) => new() { Epochs = 2, MaxSteps = 12, LearningRate = 0.01, Precision = TrainingPrecision.Float32, Seed = 3, CheckpointFolder = state, CheckpointEverySteps = 2 };
        RecurrentLanguageTask Task(RecurrentLanguageModel model) => new(model, corpus, options: new() { StreamCount = 4, WindowSize = 12 });

        using var whole = Model(dropout: 0.2);
        using (var task = Task(whole)) new TrainingLoop().Run(task, Options(null));
        using (var first = Model(dropout: 0.2))
        using (var task = Task(first))
        {
            TrainingOptions cut = Options(folder["state"]);
            using var stop = new CancellationTokenSource();
            Assert.Equal(TrainingEnd.Cancelled, new TrainingLoop().Run(new Stopping(task, endAfter, stop), cut, cancellation: stop.Token).End);
        }

        using var second = Model(dropout: 0.2);
        using (var task = Task(second)) new TrainingLoop().Run(task, Options(folder["state"]));
        Assert.Equal(whole.parameters().SelectMany(Compare.Values), second.parameters().SelectMany(Compare.Values));
    }

    [Fact]
    public void Windows_out_of_their_order_are_refused()
    {
        using var folder = new TempFolder();
        using var corpus = Corpus(folder, 4);
        using var model = Model(dropout: 0);
        using var task = new RecurrentLanguageTask(model, corpus, options: new() { StreamCount = 2 });
        Assert.Contains("token 5", Assert.Throws<InvalidOperationException>(() => task.Loss([5, 6])).Message, StringComparison.Ordinal);
    }

    private static TokenCorpus Corpus(TempFolder folder, int documents) => TokenCorpus.Create(folder["corpus"], Texts.Tokenizer, Texts.Documents(documents));

    private static RecurrentLanguageModel Model(double dropout)
    {
        var config = JsonNode.Parse($$"""{ "model_type": "awd-lstm", "vocab_sz": {{Texts.Tokenizer.VocabularySize}}, "emb_sz": 16, "n_hid": 24, "n_layers": 2, "pad_token": 0, "embed_p": {{dropout}}, "input_p": {{dropout}}, "hidden_p": {{dropout}}, "weight_p": {{dropout}}, "output_p": {{dropout}} }""")!.AsObject();
        var model = (RecurrentLanguageModel)LanguageModels.Create(config, HeadKind.CausalLanguageModel, seed: 4);
        // So small a network would stay for long where all tokens are equally likely.
        using (no_grad()) model.Encoder.TokenWeight.mul_(8);
        model.to(TestDevice.Current);
        return model;
    }

    /// <summary>A task that asks for the end of its run before a step's end.</summary>
    private sealed class Stopping(RecurrentLanguageTask task, int after, CancellationTokenSource stop) : ITrainingTask
    {
        private int _batches;

        public nn.Module Model => task.Model;

        public IReadOnlyList<int> RowLengths => task.RowLengths;

        public bool CanValidate => false;

        public IReadOnlyList<MetricDefinition> Metrics => task.Metrics;

        public string DefaultMetric => task.DefaultMetric;

        public IReadOnlyDictionary<string, Tensor> CarriedState => task.CarriedState;

        public void RestoreCarriedState(IReadOnlyDictionary<string, Tensor> state) => task.RestoreCarriedState(state);

        public IReadOnlyList<int[]>? BatchesOf(int epoch, long seed) => task.BatchesOf(epoch, seed);

        public double RateFactorOf(IReadOnlyList<int> rows) => task.RateFactorOf(rows);

        public TaskLoss Loss(IReadOnlyList<int> rows)
        {
            if (++_batches == after) stop.Cancel();
            return task.Loss(rows);
        }

        public IReadOnlyDictionary<string, double> Validate(CancellationToken cancellation) => task.Validate(cancellation);
    }
}

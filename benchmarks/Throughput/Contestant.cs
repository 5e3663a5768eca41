using System.Diagnostics;
using System.Globalization;
using MLNetTransfer.Modeling.Checkpoints;
using MLNetTransfer.Modeling.Families;
using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Layers;
using MLNetTransfer.Modeling.Pretraining;
using MLNetTransfer.Modeling.Tokenization;
using MLNetTransfer.Modeling.Training;
using TorchSharp;

namespace MLNetTransfer.Benchmarks;

/// <summary>Our side: the product's own loop and scorer on the peers' rows. Like theirs, the first batches are run but not counted.</summary>
internal static class Contestant
{
    private const int WarmUp = 5;

    /// <summary>Rows that are not counted where batches have the usual 32.</summary>
    public const int WarmUpRows = WarmUp * 32;

    public static Result Train(string checkpoint, string rowsFile, int epochs, int batch, double learningRate, TrainingPrecision precision)
    {
        var losses = new List<double>();
        var options = new TrainingOptions { Epochs = epochs, BatchSize = batch, LearningRate = learningRate, Precision = precision, Seed = 0 };
        return Run(checkpoint, rowsFile, options, new Collector(losses)) with { Loss = losses.LastOrDefault(double.IsFinite) };
    }

    public static Result Run(string checkpoint, string rowsFile, TrainingOptions options, IProgress<TrainingProgress> progress)
    {
        var (rows, model) = Load(checkpoint, rowsFile);
        using var task = new TextClassificationTask(model, rows);
        var timed = new TimedTask(task);
        new TrainingLoop().Run(timed, options, progress);
        return timed.Measured("train", options.Precision.ToString());
    }

    /// <summary>Masked language modelling on the rows, their special tokens taken off and put on again.</summary>
    public static Result Pretrain(string checkpoint, string rowsFile, int epochs, int batch, double learningRate, TrainingPrecision precision)
    {
        var read = Benchmarks.Rows.Read(rowsFile);
        var tokenizer = TextTokenizer.Load(checkpoint);
        var folder = Directory.CreateTempSubdirectory("mlnettransfer-").FullName;
        try
        {
            CorpusWriter.Write(folder, tokenizer.VocabularySize, read.Select(r => new[] { r.Ids[1..^1] }));
            using var corpus = TokenCorpus.Open(folder);
            var model = (MaskedLanguageModel)Model(checkpoint, new HeadOptions(HeadKind.MaskedLanguageModel));
            var timed = new TimedTask(PretrainingTask.MaskedTokens(model, tokenizer, corpus, options: new PretrainingOptions { MaxTokens = Math.Max(8, read.Max(r => r.Ids.Length)) }));
            var losses = new List<double>();
            new TrainingLoop().Run(timed, new TrainingOptions { Epochs = epochs, BatchSize = batch, LearningRate = learningRate, Precision = precision, Seed = 0 }, new Collector(losses));
            return timed.Measured("pretrain", precision.ToString()) with { Loss = losses.LastOrDefault(double.IsFinite) };
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public static Result Score(string checkpoint, string rowsFile, int batch)
    {
        var (rows, model) = Load(checkpoint, rowsFile);
        var scorer = new RowScorer(model, batch);
        // The warm-up, as many batches as the peers leave out; their batches ascend in length, so it takes the shortest rows.
        var order = rows.Rows.Select((r, i) => (r.Length, i)).OrderBy(x => x.Length).Select(x => x.i).ToArray();
        var warm = Math.Min(WarmUp * batch, order.Length / 2);
        var right = Right(order[..warm]);
        var counted = order[warm..];
        var clock = Stopwatch.StartNew();
        right += Right(counted);
        clock.Stop();
        var padded = counted.Chunk(batch).Sum(c => c.Length * c.Max(i => rows.Rows[i].Length));
        return Measured("score", "sorted", clock.Elapsed.TotalSeconds, counted.Length, counted.Sum(i => rows.Rows[i].Length), padded) with { Accuracy = (double)right / rows.Rows.Count };

        int Right(int[] which)
        {
            var scores = scorer.Score([.. which.Select(i => rows.Rows[i])]);
            return which.Where((row, i) => Array.IndexOf(scores[i], scores[i].Max()) == rows.Labels[row]).Count();
        }
    }

    private static (LabeledRows Rows, SequenceClassificationModel Model) Load(string checkpoint, string rowsFile)
    {
        var read = Benchmarks.Rows.Read(rowsFile);
        var rows = new LabeledRows([.. read.Select(r => new TokenRow(r.Ids))], [.. read.Select(r => r.Label)]);
        var model = (SequenceClassificationModel)Model(checkpoint, new HeadOptions(HeadKind.SequenceClassification, read.Max(r => r.Label) + 1));
        model.eval();
        return (rows, model);
    }

    private static TaskModel Model(string checkpoint, HeadOptions head)
    {
        using var opened = Checkpoint.Open(checkpoint);
        var family = FamilyRegistry.Find(opened.Config);
        var config = family.ReadConfig(opened.Config);
        torch.manual_seed(0);
        var model = family.CreateModel(config, head);
        ParameterInitializer.Initialize(model, config.InitializerRange, generator: null);
        opened.LoadInto(model, family.NamesOf(config), new LoadOptions { MayBeMissing = name => !name.StartsWith("encoder.", StringComparison.Ordinal) });
        return model;
    }

    public static Result Measured(string what, string recipe, double seconds, int rows, int tokens, int padded) => new()
    {
        Peer = "MLNetTransfer",
        What = what,
        Recipe = recipe,
        Threads = torch.get_num_threads(),
        Seconds = Math.Round(seconds, 3),
        RowsPerS = Math.Round(rows / seconds, 1),
        TokensPerS = Math.Round(tokens / seconds, 1),
        Padding = Math.Round((double)padded / tokens - 1, 3),
        PeakMb = PeakMb(),
    };

    /// <summary>The process's largest resident memory, as getrusage tells the peers.</summary>
    public static double PeakMb() => File.Exists("/proc/self/status")
        ? long.Parse(File.ReadLines("/proc/self/status").First(l => l.StartsWith("VmHWM", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) / 1024
        : Process.GetCurrentProcess().PeakWorkingSet64 >> 20;

    private sealed class Collector(List<double> losses) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => losses.Add(value.Loss);
    }

    /// <summary>Counts what a task's batches hold, from the sixth on.</summary>
    private sealed class TimedTask(ITrainingTask task) : ITrainingTask
    {
        private readonly Stopwatch _clock = new();
        private int _batches, _rows, _tokens, _padded;

        public torch.nn.Module Model => task.Model;

        public IReadOnlyList<int> RowLengths => task.RowLengths;

        public bool CanValidate => false;

        public IReadOnlyList<MetricDefinition> Metrics => task.Metrics;

        public string DefaultMetric => task.DefaultMetric;

        public TaskLoss Loss(IReadOnlyList<int> rows)
        {
            if (_batches++ == WarmUp) _clock.Start();
            if (_clock.IsRunning)
            {
                _rows += rows.Count;
                _tokens += rows.Sum(r => task.RowLengths[r]);
                _padded += rows.Count * rows.Max(r => task.RowLengths[r]);
            }
            return task.Loss(rows);
        }

        public IReadOnlyDictionary<string, double> Validate(CancellationToken cancellation) => throw new NotSupportedException();

        public Result Measured(string what, string recipe) => Contestant.Measured(what, recipe, _clock.Elapsed.TotalSeconds, _rows, _tokens, _padded);
    }
}

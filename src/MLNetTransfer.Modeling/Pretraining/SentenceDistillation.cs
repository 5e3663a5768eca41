using MLNetTransfer.Modeling.Families;
using MLNetTransfer.Modeling.Layers;
using MLNetTransfer.Modeling.Runtime;
using MLNetTransfer.Modeling.Tokenization;
using MLNetTransfer.Modeling.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Pretraining;

/// <summary>
/// Teaches an encoder what another one makes of whole texts: a linear layer over the mean of the student's states, and one over its pooler where it has one, are to point where the
/// teacher's vector points. The two may have different sizes and vocabularies; the linear layers are of use for the training alone.
/// </summary>
/// <remarks>Reimers and Gurevych, "Making monolingual sentence embeddings multilingual using knowledge distillation" (2020), with the cosine in place of the squared error.</remarks>
public sealed class SentenceDistillation : ITrainingTask, IDisposable
{
    /// <summary>The metric: the mean cosine of the student's vectors, behind the linear layer, and the teacher's on held-out texts.</summary>
    public const string Cosine = nameof(Cosine);

    private const int ValidationBatch = 64, ValidationTokens = 8_192;

    private readonly Student _student;
    private readonly IReadOnlyList<TokenRow> _rows;
    private readonly Half[] _targets;
    private readonly int _size, _trainingCount;
    private readonly Device _device;

    /// <param name="student">The encoder that learns.</param>
    /// <param name="rows">The texts as the student reads them.</param>
    /// <param name="targets">The teacher's vectors of the texts, one behind the other.</param>
    /// <param name="heldOut">How many of the texts, from the last, are validated on instead; at least 0.</param>
    /// <param name="seed">Decides the first weights of the linear layers.</param>
    /// <exception cref="ArgumentException">Texts and vectors do not go together, or no text is left to train on.</exception>
    public SentenceDistillation(Encoder student, IReadOnlyList<TokenRow> rows, Half[] targets, int heldOut = 0, long seed = 42)
    {
        ArgumentNullException.ThrowIfNull(student);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(targets);
        if (rows.Count == 0 || targets.Length == 0 || targets.Length % rows.Count != 0)
            throw new ArgumentException($"There are {rows.Count} texts and {targets.Length} numbers, which are not one vector each.", nameof(targets));
        if (heldOut < 0 || heldOut >= rows.Count) throw new ArgumentOutOfRangeException(nameof(heldOut), heldOut, $"From 0 to {rows.Count - 1} of the {rows.Count} texts can be held out.");
        _size = targets.Length / rows.Count;
        _trainingCount = rows.Count - heldOut;
        (_rows, _targets) = (rows, targets);
        _student = new Student(student, _size, seed);
        _device = student.parameters().First().device;
        _student.to(_device);
        RowLengths = [.. rows.Take(_trainingCount).Select(r => r.Length)];
    }

    /// <inheritdoc/>
    public nn.Module Model => _student;

    /// <inheritdoc/>
    public IReadOnlyList<int> RowLengths { get; }

    /// <inheritdoc/>
    public bool CanValidate => _trainingCount < _rows.Count;

    /// <inheritdoc/>
    public IReadOnlyList<MetricDefinition> Metrics { get; } = [new(Cosine, HigherIsBetter: true)];

    /// <inheritdoc/>
    public string DefaultMetric => Cosine;

    /// <inheritdoc/>
    public TaskLoss Loss(IReadOnlyList<int> rows) => new(Similarities(rows).mean([0]).sub(1).neg().sum(), rows.Count);

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, double> Validate(CancellationToken cancellation)
    {
        if (_student.training) _student.eval();
        var type = ComputeType.Current;
        List<int[]> batches = BatchPlanner.ForScoring([.. _rows.Skip(_trainingCount).Select(r => r.Length)], ValidationBatch, ValidationTokens);
        var sums = new double[batches.Count];
        WorkerThreads.For(batches.Count, _device, Score);
        return new Dictionary<string, double> { [Cosine] = sums.Sum() / (_rows.Count - _trainingCount) };

        void Score(int i)
        {
            cancellation.ThrowIfCancellationRequested();
            using var gradients = no_grad();
            using var precision = ComputeType.Use(type);
            using var scope = NewDisposeScope();
            sums[i] = Similarities([.. batches[i].Select(r => r + _trainingCount)]).select(0, 0).sum().item<float>();
        }
    }

    /// <summary>Frees the linear layers. The encoder is the caller's.</summary>
    public void Dispose() => _student.DisposeLayers();

    // [vectors, batch]: how near each of the student's vectors is to the teacher's.
    private Tensor Similarities(IReadOnlyList<int> rows)
    {
        using TokenBatch batch = TokenBatch.Create([.. rows.Select(r => _rows[r])], _student.Encoder.Config.PadTokenId, _device);
        using Tensor target = tensor(rows.SelectMany(r => Enumerable.Range(r * _size, _size).Select(i => (float)_targets[i])).ToArray(), [rows.Count, _size], device: _device);
        return _student.Compare(batch, target);
    }

    private sealed class Student : nn.Module
    {
        private readonly LinearLayer _mean;
        private readonly LinearLayer? _pooled;

        public Student(Encoder encoder, int size, long seed) : base(nameof(Student))
        {
            register_module("encoder", Encoder = encoder);
            register_module("mean", _mean = new LinearLayer(encoder.Config.HiddenSize, size, bias: false));
            if (encoder.HasPooler) register_module("pooled", _pooled = new LinearLayer(encoder.Config.HiddenSize, size, bias: false));
            using var generator = new Generator((ulong)seed);
            // As large as the vectors need to be for the first steps to be small ones.
            foreach (LinearLayer layer in Layers) ParameterInitializer.Initialize(layer, 1 / Math.Sqrt(encoder.Config.HiddenSize), generator);
        }

        public Encoder Encoder { get; }

        private IEnumerable<LinearLayer> Layers => _pooled is null ? [_mean] : [_mean, _pooled];

        public Tensor Compare(TokenBatch batch, Tensor target)
        {
            using var scope = NewDisposeScope();
            EncoderOutput output = Encoder.Encode(batch, Encoder.HasPooler ? EncoderOutputs.LastHiddenState | EncoderOutputs.Pooled : EncoderOutputs.LastHiddenState);
            Tensor states = output.LastHiddenState!.to(ScalarType.Float32);
            Tensor mean = batch.AttentionMask is { } mask
                ? (states * mask.unsqueeze(-1)).sum(dim: 1) / mask.sum(dim: 1, keepdim: true)
                : states.mean([1]);
            Tensor near = Near(_mean.call(mean), target).unsqueeze(0);
            if (_pooled is not null) near = cat([near, Near(_pooled.call(output.Pooled!.to(ScalarType.Float32)), target).unsqueeze(0)], 0);
            return near.MoveToOuterDisposeScope();
        }

        public void DisposeLayers()
        {
            foreach (LinearLayer layer in Layers) layer.Dispose();
        }

        private static Tensor Near(Tensor ours, Tensor theirs) =>
            (ours.to(ScalarType.Float32) * theirs).sum(dim: 1) / (ours.to(ScalarType.Float32).norm(1, false, 2f) * theirs.norm(1, false, 2f)).clamp_min(1e-8);
    }
}

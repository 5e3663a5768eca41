using MLNetTransfer.Modeling.Checkpoints;
using MLNetTransfer.Modeling.Families;
using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Tokenization;
using MLNetTransfer.Modeling.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Tests.Training;

/// <summary>The fine-tuning strategies' golden model, trained on their one batch in every step.</summary>
internal sealed class GoldenBatchTask : ITrainingTask, IDisposable
{
    private readonly SequenceClassificationModel _model;
    private readonly Dictionary<string, Tensor> _golden;
    private readonly int _stepsPerEpoch;

    public GoldenBatchTask(string name, int stepsPerEpoch)
    {
        _stepsPerEpoch = stepsPerEpoch;
        _golden = Golden.Tensors(name);
        using var checkpoint = Checkpoint.Open(Golden.Folder("strategies/model"));
        IFamily family = FamilyRegistry.Find(checkpoint.Config);
        EncoderConfig config = family.ReadConfig(checkpoint.Config);
        Names = family.NamesOf(config);
        _model = (SequenceClassificationModel)family.CreateModel(config, HeadOptions.Read(HeadKind.SequenceClassification, checkpoint.Config));
        checkpoint.LoadInto(_model, Names);
        _model.to(TestDevice.Current);
    }

    public ParameterNames Names { get; }

    public nn.Module Model => _model;

    public IReadOnlyList<int> RowLengths { get; } = [12, 9, 5];

    public bool CanValidate => false;

    public IReadOnlyList<MetricDefinition> Metrics { get; } = [new("None", true)];

    public string DefaultMetric => "None";

    /// <summary>Called before each batch, with its number from 1.</summary>
    public Action<int>? BeforeBatch { get; init; }

    public List<double> Losses { get; } = [];

    /// <summary>The parameters that had a gradient in each step, by their names in checkpoints.</summary>
    public List<HashSet<string>> Trained { get; } = [];

    public IReadOnlyList<int[]> BatchesOf(int epoch, long seed) => [.. Enumerable.Repeat(new[] { 0, 1, 2 }, _stepsPerEpoch)];

    public TaskLoss Loss(IReadOnlyList<int> rows)
    {
        BeforeBatch?.Invoke(Losses.Count + 1);
        using TokenBatch batch = new(On("input.input_ids"), On("input.attention_mask").ne(0), On("input.token_type_ids"));
        Tensor loss = _model.Loss(_model.Forward(batch), On("label.labels"));
        Losses.Add(loss.item<float>());
        Trained.Add([.. _model.named_parameters().Where(p => p.Item2.requires_grad).Select(p => Names.ToCheckpoint(p.Item1))]);
        return new TaskLoss(loss * rows.Count, rows.Count);
    }

    public IReadOnlyDictionary<string, double> Validate(CancellationToken cancellation) => throw new NotSupportedException();

    public float[] Weights() => [.. _model.parameters().SelectMany(Families.Compare.Values)];

    public void Dispose() => _model.Dispose();

    private Tensor On(string name) => _golden[name].to(TestDevice.Current);
}

using MLNetTransfer.Modeling.Layers;
using MLNetTransfer.Modeling.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Tests.Training;

/// <summary>Two classes of points that a small network tells apart, with places where a test can put its hands.</summary>
internal sealed class ToyTask : ITrainingTask, IDisposable
{
    private const int Features = 6;
    private readonly float[][] _points;
    private readonly long[] _classes;
    private readonly ToyNetwork _network;

    public ToyTask(int rows = 64, double dropout = 0, long seed = 1)
    {
        var random = new RandomSource(seed, 0);
        _points = [.. Enumerable.Range(0, rows).Select(_ => Enumerable.Range(0, Features).Select(_ => (random.Next(2001) - 1000) / 500f).ToArray())];
        _classes = [.. _points.Select(p => p[0] + (p[1] * p[2]) > 0 ? 1L : 0L)];
        RowLengths = [.. Enumerable.Range(0, rows).Select(i => 4 + (i % 13))];
        _network = new ToyNetwork(Features, dropout, random);
        _network.to(TestDevice.Current);
    }

    public nn.Module Model => _network;

    public ToyNetwork Network => _network;

    public IReadOnlyList<int> RowLengths { get; }

    public bool CanValidate => Validation is not null;

    public IReadOnlyList<MetricDefinition> Metrics => [new("Accuracy", true), new("Loss", false)];

    public string DefaultMetric => "Accuracy";

    /// <summary>Metrics of the number-th validation, counted from 1; null: there is none.</summary>
    public Func<int, double>? Validation { get; init; }

    /// <summary>Called before each batch, with its number from 1.</summary>
    public Action<int>? BeforeBatch { get; init; }

    /// <summary>What each batch's loss is multiplied by.</summary>
    public Func<int, double> LossFactor { get; init; } = _ => 1;

    public List<double> Losses { get; } = [];

    public int Validations { get; private set; }

    public TaskLoss Loss(IReadOnlyList<int> rows)
    {
        BeforeBatch?.Invoke(Losses.Count + 1);
        Assert.True(_network.training);
        Tensor points = tensor(rows.SelectMany(r => _points[r]).ToArray(), [rows.Count, Features], device: TestDevice.Current);
        Tensor classes = tensor(rows.Select(r => _classes[r]).ToArray(), device: TestDevice.Current);
        Tensor sum = nn.functional.cross_entropy(_network.call(points), classes, reduction: nn.Reduction.Sum).mul(LossFactor(Losses.Count + 1));
        Losses.Add(sum.item<float>() / rows.Count);
        return new TaskLoss(sum, rows.Count);
    }

    public IReadOnlyDictionary<string, double> Validate(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        Model.eval();
        double value = Validation!(++Validations);
        return new Dictionary<string, double> { ["Accuracy"] = value, ["Loss"] = 1 - value };
    }

    public float[] Weights() => [.. Model.parameters().SelectMany(Families.Compare.Values)];

    public void Dispose() => _network.Dispose();
}

internal sealed class ToyNetwork : nn.Module<Tensor, Tensor>
{
    private readonly LinearLayer _first, _second;
    private readonly LayerNormalization _norm;
    private readonly double _dropout;

    public ToyNetwork(int features, double dropout, RandomSource random) : base(nameof(ToyNetwork))
    {
        _dropout = dropout;
        register_module("first", _first = new LinearLayer(features, 20));
        register_module("norm", _norm = new LayerNormalization(20, 1e-5));
        register_module("second", _second = new LinearLayer(20, 2));
        using var noGradients = no_grad();
        foreach ((string name, TorchSharp.Modules.Parameter parameter) in named_parameters())
        {
            using Tensor values = tensor(Enumerable.Range(0, (int)parameter.numel()).Select(_ => (random.Next(2001) - 1000) / 2000f).ToArray(), parameter.shape);
            parameter.copy_(values);
        }
    }

    public LinearLayer First => _first;

    public override Tensor forward(Tensor input)
    {
        Tensor hidden = _norm.call(_first.call(input)).tanh();
        return _second.call(nn.functional.dropout(hidden, _dropout, training));
    }
}

using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Layers;

/// <summary>
/// A learnt mixture of layers (Peters et al. 2018, equation 1): <c>gamma</c>, <c>[1]</c>, times the sum of the states weighted by softmax(<c>weights</c>),
/// <c>[layers]</c>. A new mixture is the mean.
/// </summary>
internal sealed class ScalarMix : nn.Module, IInitialized
{
    private const double VarianceFloor = 1e-13;

    private readonly bool _normalize;

    /// <param name="layerCount">How many states are mixed.</param>
    /// <param name="normalize">Whether each layer first gets mean 0 and variance 1, over all real tokens of the batch at once, as in AllenNLP: a row then depends on the others.</param>
    public ScalarMix(int layerCount, bool normalize = false) : base(nameof(ScalarMix))
    {
        _normalize = normalize;
        register_parameter("weights", ParameterInitializer.Create(layerCount));
        register_parameter("gamma", ParameterInitializer.Create(1));
    }

    /// <param name="states">As many as the mixture has weights, each <c>[batch, sequence, hidden]</c>.</param>
    /// <param name="mask">Bool, true at real tokens, <c>[batch, sequence]</c>; null where all are real.</param>
    /// <returns><c>[batch, sequence, hidden]</c> float32.</returns>
    /// <exception cref="ArgumentException">There are more or fewer states than weights.</exception>
    public Tensor Forward(IReadOnlyList<Tensor> states, Tensor? mask)
    {
        using var scope = torch.NewDisposeScope();
        var weights = get_parameter("weights")!;
        if (states.Count != weights.shape[0]) throw new ArgumentException($"The mixture has {weights.shape[0]} weights and there are {states.Count} layers' states.", nameof(states));
        return (Sum([.. states.Select(s => _normalize ? Normalize(s, mask) : s.to(ScalarType.Float32))], weights.softmax(0)) * get_parameter("gamma")!).MoveToOuterDisposeScope();
    }

    /// <summary>The sum of states <c>[...]</c>, each times its share of <c>[layers]</c>.</summary>
    public static Tensor Sum(IReadOnlyList<Tensor> states, Tensor shares)
    {
        using var scope = torch.NewDisposeScope();
        var sum = states[0] * shares[0];
        for (var i = 1; i < states.Count; i++) sum = sum + states[i] * shares[i];
        return sum.MoveToOuterDisposeScope();
    }

    public void Initialize(string parameter, double range, Generator? generator) => get_parameter(parameter)!.fill_(parameter == "gamma" ? 1f : 0f);

    private static Tensor Normalize(Tensor states, Tensor? mask)
    {
        var wide = states.to(ScalarType.Float32);
        var real = mask is null ? ones(wide.shape[0], wide.shape[1], 1, dtype: ScalarType.Float32, device: wide.device) : mask.unsqueeze(2).to(ScalarType.Float32);
        var count = real.sum() * wide.shape[2];
        var centered = wide - ((wide * real).sum() / count);
        var variance = (centered * real).square().sum() / count;
        return centered / (variance + VarianceFloor).sqrt();
    }
}

using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Layers;

/// <summary>The recurrent weight of an LSTM, single numbers of which are dropped while training: <c>weight_hh_l0_raw</c> is <c>[4 * size, size]</c>.</summary>
internal sealed class WeightDrop : nn.Module, IInitialized
{
    private readonly long _size;
    private readonly double _rate;

    public WeightDrop(long size, double rate) : base(nameof(WeightDrop))
    {
        (_size, _rate) = (size, rate);
        register_parameter("weight_hh_l0_raw", ParameterInitializer.Create(4 * size, size));
    }

    /// <summary>The weight, with other numbers dropped at every call: a new tensor while training, else the parameter itself.</summary>
    public Tensor Draw()
    {
        var raw = get_parameter("weight_hh_l0_raw")!;
        return training && _rate > 0 ? nn.functional.dropout(raw, _rate, training: true) : raw;
    }

    /// <summary>As PyTorch starts its LSTM: from U(-1/√size, 1/√size).</summary>
    public void Initialize(string parameter, double range, Generator? generator) => ParameterInitializer.Uniform(get_parameter(parameter)!, 1 / Math.Sqrt(_size), generator);
}

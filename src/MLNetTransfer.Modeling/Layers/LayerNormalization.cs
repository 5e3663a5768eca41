using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Layers;

/// <summary>Layer normalisation over the last dimension, always in float32: <c>weight</c> and, where there is one, <c>bias</c> are <c>[size]</c>.</summary>
internal sealed class LayerNormalization : nn.Module<Tensor, Tensor>, IInitialized
{
    private readonly long[] _shape;
    private readonly double _epsilon;
    private readonly bool _hasBias;

    public LayerNormalization(long size, double epsilon, bool bias = true) : base(nameof(LayerNormalization))
    {
        _shape = [size];
        _epsilon = epsilon;
        _hasBias = bias;
        register_parameter("weight", ParameterInitializer.Create(size));
        if (bias) register_parameter("bias", ParameterInitializer.Create(size));
    }

    /// <summary><c>[..., size]</c> to the same shape in float32.</summary>
    public override Tensor forward(Tensor input)
    {
        if (input.dtype == ScalarType.Float32) return Normalize(input);
        using var wide = input.to(ScalarType.Float32);
        return Normalize(wide);
    }

    private Tensor Normalize(Tensor input) =>
        nn.functional.layer_norm(input, _shape, get_parameter("weight")!, _hasBias ? get_parameter("bias")! : null, _epsilon);

    public void Initialize(string parameter, double range, Generator? generator) =>
        get_parameter(parameter)!.fill_(parameter == "weight" ? 1f : 0f);
}

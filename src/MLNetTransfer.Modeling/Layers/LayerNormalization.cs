using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Layers;

/// <summary>Layer normalisation over the last dimension, always in float32: <c>weight</c> and <c>bias</c> are <c>[size]</c>.</summary>
internal sealed class LayerNormalization : nn.Module<Tensor, Tensor>, IInitialized
{
    private readonly long[] _shape;
    private readonly double _epsilon;

    public LayerNormalization(long size, double epsilon) : base(nameof(LayerNormalization))
    {
        _shape = [size];
        _epsilon = epsilon;
        register_parameter("weight", ParameterInitializer.Create(size));
        register_parameter("bias", ParameterInitializer.Create(size));
    }

    /// <summary><c>[..., size]</c> to the same shape in float32.</summary>
    public override Tensor forward(Tensor input)
    {
        if (input.dtype == ScalarType.Float32) return Normalize(input);
        using var wide = input.to(ScalarType.Float32);
        return Normalize(wide);
    }

    private Tensor Normalize(Tensor input) =>
        nn.functional.layer_norm(input, _shape, get_parameter("weight")!, get_parameter("bias")!, _epsilon);

    public void Initialize(string parameter, double range, Generator? generator) =>
        get_parameter(parameter)!.fill_(parameter == "weight" ? 1f : 0f);
}

using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Layers;

/// <summary>Rotary positions: pairs of a head's numbers, half a head apart, are turned by an angle that grows with the token's position.</summary>
/// <param name="Cosines"><c>[sequence, 1, head size / 2]</c></param>
/// <param name="Sines">In the same shape.</param>
internal sealed record Rotation(Tensor Cosines, Tensor Sines)
{
    /// <param name="length">Tokens of a sequence.</param>
    /// <param name="headSize">An even number.</param>
    /// <param name="theta">The slowest pair turns once in about this many positions.</param>
    /// <param name="device">Where the states are.</param>
    public static Rotation Create(long length, long headSize, double theta, Device device)
    {
        using var scope = torch.NewDisposeScope();
        var exponents = torch.arange(0, headSize, 2, dtype: ScalarType.Float32, device: device) / headSize;
        var speeds = torch.tensor((float)theta, device: device).pow(exponents).reciprocal();
        var angles = torch.arange(0, length, dtype: ScalarType.Float32, device: device).view(length, 1, 1) * speeds;
        return new(angles.cos().MoveToOuterDisposeScope(), angles.sin().MoveToOuterDisposeScope());
    }

    /// <summary>Turns the first tokens' <c>[batch, tokens, hidden]</c>, heads beside one another.</summary>
    public Tensor Apply(Tensor x, long headCount)
    {
        using var scope = torch.NewDisposeScope();
        long tokens = x.shape[1], half = x.shape[2] / headCount / 2;
        var heads = x.view(x.shape[0], tokens, headCount, 2 * half);
        var (a, b) = (heads.narrow(-1, 0, half), heads.narrow(-1, half, half));
        var (cosines, sines) = (Cosines.narrow(0, 0, tokens), Sines.narrow(0, 0, tokens));
        return ComputeType.Cast(torch.cat([a * cosines - b * sines, b * cosines + a * sines], -1).view(x.shape)).MoveToOuterDisposeScope();
    }
}

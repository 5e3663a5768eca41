using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Layers;

/// <summary>
/// The type that matrix products of forward passes on this thread are computed in: float32, or bfloat16 for mixed precision.
/// Parameters, the residual stream, normalisation, embeddings and losses stay float32 either way, so gradients arrive in float32.
/// </summary>
internal static class ComputeType
{
    [ThreadStatic]
    private static bool _bfloat16;

    /// <summary>The type in force on this thread.</summary>
    public static ScalarType Current => _bfloat16 ? ScalarType.BFloat16 : ScalarType.Float32;

    /// <summary>Sets the type for this thread until the returned object is disposed.</summary>
    /// <exception cref="NotSupportedException"><paramref name="type"/> is neither float32 nor bfloat16.</exception>
    public static Scope Use(ScalarType type) => type is ScalarType.Float32 or ScalarType.BFloat16
        ? new Scope(type == ScalarType.BFloat16)
        : throw new NotSupportedException($"Layers compute in Float32 or BFloat16, not in {type}.");

    /// <summary><paramref name="tensor"/> in the type in force: itself where it already has it.</summary>
    public static Tensor Cast(Tensor tensor) => tensor.dtype == Current ? tensor : tensor.to(Current);

    /// <summary><paramref name="tensor"/> in float32: itself where it already is.</summary>
    public static Tensor Widen(Tensor tensor) => tensor.dtype == ScalarType.Float32 ? tensor : tensor.to(ScalarType.Float32);

    /// <summary>Restores the type that was in force before.</summary>
    public readonly struct Scope : IDisposable
    {
        private readonly bool _before;

        internal Scope(bool bfloat16)
        {
            _before = _bfloat16;
            _bfloat16 = bfloat16;
        }

        /// <inheritdoc/>
        public void Dispose() => _bfloat16 = _before;
    }
}

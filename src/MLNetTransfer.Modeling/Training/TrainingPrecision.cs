namespace MLNetTransfer.Modeling.Training;

/// <summary>The number format in which a training step computes. Weights, gradients, optimiser state and losses are float32 in every case.</summary>
public enum TrainingPrecision
{
    /// <summary>
    /// <see cref="BFloat16"/> where the device is made for it (CUDA from compute capability 8.0; processors with AMX-BF16 or AVX512-BF16), else <see cref="Float32"/>.
    /// </summary>
    Auto,

    /// <summary>Everything in float32.</summary>
    Float32,

    /// <summary>Matrix products in bfloat16, on rounded copies of the float32 weights.</summary>
    BFloat16,
}

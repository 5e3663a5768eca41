using Microsoft.ML;

namespace MLNetTransfer.Tests;

/// <summary>Contexts on the CPU, or on the first GPU where MLNETTRANSFER_DEVICE is cuda.</summary>
internal static class TestContext
{
    public static MLContext Create(int? seed = null) => new(seed)
    {
        GpuDeviceId = Environment.GetEnvironmentVariable("MLNETTRANSFER_DEVICE") == "cuda" ? 0 : null,
        FallbackToCpu = false,
    };
}

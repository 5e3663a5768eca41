using TorchSharp;

namespace MLNetTransfer.Tests;

internal sealed partial class EstimatorContract
{
    // Twice: what is made once and kept for the process is there after the first.
    private void No_tensor_stays()
    {
        // What other tests left to the collector would vanish while we count.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        FitAndScore();
        var before = LiveTensors();
        FitAndScore();
        Assert.Equal(before, LiveTensors());
    }

    private void FitAndScore()
    {
        var transformer = _make(_ml).Fit(_data);
        var fitted = LiveTensors();
        Outputs(transformer);
        Assert.Equal(fitted, LiveTensors());
        (transformer as IDisposable)?.Dispose();
    }

    private static long LiveTensors() => torch.Tensor.TotalCount;
}

using TorchSharp;

namespace MLNetTransfer.Modeling.Tests;

/// <summary>Where networks run in these tests: the CPU, or what MLNETTRANSFER_DEVICE names, such as <c>cuda</c>.</summary>
internal static class TestDevice
{
    public static torch.Device Current { get; } = Create();

    /// <summary>Float32 sums in another order on a GPU, which widens every tolerance by this.</summary>
    public static double Slack => Current.type == DeviceType.CPU ? 1 : 10;

    private static torch.Device Create()
    {
        var device = new torch.Device(Environment.GetEnvironmentVariable("MLNETTRANSFER_DEVICE") is { Length: > 0 } name ? name : "cpu");
        torch.InitializeDeviceType(device.type);
        return device;
    }
}

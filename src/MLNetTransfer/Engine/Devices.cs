using Microsoft.ML.Runtime;
using MLNetTransfer.Persistence;
using TorchSharp;

namespace MLNetTransfer.Engine;

/// <summary>Chooses where networks run: MLContext.GpuDeviceId and FallbackToCpu, with the meaning that ML.NET's own deep trainers give them.</summary>
internal static class Devices
{
    /// <exception cref="InvalidOperationException">A GPU is asked for, is not there, and FallbackToCpu is false.</exception>
    public static torch.Device Choose(IHostEnvironment env, IChannel channel)
    {
        if (HostEnvironments.GpuDeviceId(env) is not int wanted) return torch.CPU;
        var there = torch.cuda.is_available() ? torch.cuda.device_count() : 0;
        if (wanted >= 0 && wanted < there) return torch.device(DeviceType.CUDA, wanted);
        var missing = there == 0 ? "libtorch finds no CUDA device" : $"there are CUDA devices 0 to {there - 1}";
        if (!HostEnvironments.FallbackToCpu(env))
            throw new InvalidOperationException($"MLContext.GpuDeviceId is {wanted}, but {missing}. Install a CUDA build of libtorch and the driver, choose another device, or set MLContext.FallbackToCpu to true.");
        channel.Warning(MessageSensitivity.None, $"MLContext.GpuDeviceId is {wanted}, but {missing}: the CPU is used instead.");
        return torch.CPU;
    }
}

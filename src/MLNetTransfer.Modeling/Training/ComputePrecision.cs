using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Training;

/// <summary>Finds out which number format a device is made for.</summary>
internal static class ComputePrecision
{
    /// <summary>The type to compute in on <paramref name="device"/>: what is asked for, and bfloat16 for <see cref="TrainingPrecision.Auto"/> only where it is fast.</summary>
    public static ScalarType Resolve(TrainingPrecision precision, Device device) => precision switch
    {
        TrainingPrecision.Float32 => ScalarType.Float32,
        TrainingPrecision.BFloat16 => ScalarType.BFloat16,
        _ => PrefersBFloat16(device) ? ScalarType.BFloat16 : ScalarType.Float32,
    };

    private static bool PrefersBFloat16(Device device) => device.type switch
    {
        DeviceType.CPU => ProcessorHasBFloat16(),
        DeviceType.CUDA => CudaComputeCapability(Math.Max(0, device.index)) >= 8,
        _ => false,
    };

    // CPUID leaf 7: AMX-BF16 is bit 22 of EDX, AVX512-BF16 is bit 5 of EAX in subleaf 1.
    private static bool ProcessorHasBFloat16()
    {
        if (!X86Base.IsSupported || X86Base.CpuId(0, 0).Eax < 7) return false;

        (int subleaves, _, _, int features) = X86Base.CpuId(7, 0);
        bool amx = (features >> 22 & 1) == 1;
        bool avx512 = subleaves >= 1 && (X86Base.CpuId(7, 1).Eax >> 5 & 1) == 1;
        return amx || avx512;
    }

    // TorchSharp does not tell a GPU's capability, so the driver is asked: it is there wherever a model is on a GPU.
    private static int CudaComputeCapability(int ordinal)
    {
        const int MajorCapability = 75;
        string library = OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1";
        if (!NativeLibrary.TryLoad(library, out nint handle)) return 0;

        unsafe
        {
            var getDevice = (delegate* unmanaged<int*, int, int>)NativeLibrary.GetExport(handle, "cuDeviceGet");
            var getAttribute = (delegate* unmanaged<int*, int, int, int>)NativeLibrary.GetExport(handle, "cuDeviceGetAttribute");
            int device, major;
            return getDevice(&device, ordinal) == 0 && getAttribute(&major, MajorCapability, device) == 0 ? major : 0;
        }
    }
}

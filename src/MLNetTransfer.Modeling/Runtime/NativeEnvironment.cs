using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MLNetTransfer.Modeling.Runtime;

/// <summary>
/// Settings that libtorch and the libraries under it read once, when they are loaded: so they are made when this assembly is first used, before
/// anything of TorchSharp is. A variable that the user has set stays as it is.
/// </summary>
/// <remarks>
/// <list type="bullet">
/// <item>OMP_WAIT_POLICY=PASSIVE: OpenMP's idle threads sleep. Spinning, they take the cores from OpenBLAS's own threads and from .NET's: training is 2.5 times as fast asleep.</item>
/// <item>OMP_NUM_THREADS = physical cores: the second thread of a core adds nothing to matrix products.</item>
/// <item>OPENBLAS_CORETYPE, on processors newer than widespread releases of OpenBLAS, which take kernels without AVX-512 for them (Zen 5: 250 GFLOP/s instead of 445).</item>
/// <item>ATEN_CPU_CAPABILITY=avx512 where the processor has it: libtorch itself stops at AVX2 unless it is asked.</item>
/// </list>
/// Only on Linux: elsewhere TorchSharp brings builds that read none of these.
/// </remarks>
internal static partial class NativeEnvironment
{
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "The variables must be set before any method of this assembly loads libtorch, whichever is called first.")]
    internal static void Apply()
    {
        if (!OperatingSystem.IsLinux()) return;
        foreach (var (name, chosen) in Choose(CpuInfo.Read(), Environment.ProcessorCount))
        {
            // Environment.SetEnvironmentVariable does not reach native code, so what the program set with it is passed on, too.
            if (GetNative(name) is null) _ = SetNative(name, Environment.GetEnvironmentVariable(name) ?? chosen, 0);
        }
    }

    /// <param name="cpu">Null where nothing is known.</param>
    /// <param name="processors">Processors that this process may use, quotas of containers taken into account.</param>
    internal static IReadOnlyDictionary<string, string> Choose(CpuInfo? cpu, int processors)
    {
        var result = new Dictionary<string, string>
        {
            ["OMP_WAIT_POLICY"] = "PASSIVE",
            ["OMP_NUM_THREADS"] = Math.Max(1, Math.Min(cpu?.PhysicalCores ?? processors, processors)).ToString(System.Globalization.CultureInfo.InvariantCulture),
        };
        if (cpu is null) return result;
        if (cpu.HasAvx512) result["ATEN_CPU_CAPABILITY"] = "avx512";
        if (cpu.HasAvx512 && IsNewerThanOpenBlas(cpu)) result["OPENBLAS_CORETYPE"] = cpu.Flags.Contains("avx512_bf16") ? "COOPERLAKE" : "SKYLAKEX";
        return result;
    }

    /// <summary>What a variable is to native code, or null.</summary>
    internal static string? GetNative(string name) => Marshal.PtrToStringUTF8(GetNativePointer(name));

    // Those that OpenBLAS 0.3.21 (Debian 12) takes for something much older: AMD from Zen 5 on, Intel's Emerald Rapids and Granite Rapids.
    private static bool IsNewerThanOpenBlas(CpuInfo cpu) => cpu.Vendor switch
    {
        "AuthenticAMD" => cpu.Family >= 0x1A,
        "GenuineIntel" => cpu.Family == 6 && cpu.Model is (0xCF or 0xAD or 0xAE),
        _ => false,
    };

    [LibraryImport("libc", EntryPoint = "getenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint GetNativePointer(string name);

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetNative(string name, string value, int overwrite);
}

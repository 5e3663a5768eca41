using System.Runtime.CompilerServices;
using MLNetTransfer.Modeling.Runtime;

namespace MLNetTransfer.Modeling.Tests.Runtime;

public class NativeEnvironmentTests
{
    private const string Avx512 = "sse2 avx avx2 fma avx512f avx512dq avx512bw avx512vl";

    private static CpuInfo Cpu(string vendor, int family, int model, string flags, string? allowed = null, int packages = 1, int cores = 2, int threads = 2)
    {
        var blocks = new List<string>();
        for (var thread = 0; thread < threads; thread++)
            for (var package = 0; package < packages; package++)
                for (var core = 0; core < cores; core++)
                    blocks.Add($"processor\t: {blocks.Count}\nvendor_id\t: {vendor}\ncpu family\t: {family}\nmodel\t\t: {model}\nphysical id\t: {package}\ncore id\t\t: {core}\nflags\t\t: {flags}\n");
        return CpuInfo.Parse(string.Join('\n', blocks), allowed);
    }

    [Fact]
    public void Threads_are_the_physical_cores_that_the_process_may_use()
    {
        Assert.Equal(2, Cpu("GenuineIntel", 6, 85, "avx2").PhysicalCores);
        Assert.Equal(8, Cpu("GenuineIntel", 6, 85, "avx2", packages: 2, cores: 4).PhysicalCores);
        // Processors 0 and 8 are two threads of one core.
        Assert.Equal(1, Cpu("GenuineIntel", 6, 85, "avx2", allowed: "\t0,8", packages: 2, cores: 4).PhysicalCores);
        Assert.Equal(3, Cpu("GenuineIntel", 6, 85, "avx2", allowed: "1-3", packages: 2, cores: 4).PhysicalCores);
        // A quota of a container allows fewer.
        Assert.Equal("3", NativeEnvironment.Choose(Cpu("GenuineIntel", 6, 85, "avx2", cores: 8), 3)["OMP_NUM_THREADS"]);
        Assert.Equal("8", NativeEnvironment.Choose(Cpu("GenuineIntel", 6, 85, "avx2", cores: 8), 16)["OMP_NUM_THREADS"]);
    }

    [Fact]
    public void Without_core_numbers_every_processor_counts()
    {
        var arm = CpuInfo.Parse("processor\t: 0\nBogoMIPS\t: 50.00\nFeatures\t: fp asimd\n\nprocessor\t: 1\nBogoMIPS\t: 50.00\n", null);
        Assert.Null(arm.PhysicalCores);
        Assert.Equal("4", NativeEnvironment.Choose(arm, 4)["OMP_NUM_THREADS"]);
        Assert.Equal("4", NativeEnvironment.Choose(null, 4)["OMP_NUM_THREADS"]);
        Assert.Equal("PASSIVE", NativeEnvironment.Choose(null, 4)["OMP_WAIT_POLICY"]);
    }

    [Theory]
    [InlineData("AuthenticAMD", 0x1A, 0x02, Avx512 + " avx512_bf16", "COOPERLAKE")]
    [InlineData("AuthenticAMD", 0x19, 0x61, Avx512 + " avx512_bf16", null)]
    [InlineData("GenuineIntel", 6, 0xCF, Avx512 + " avx512_bf16", "COOPERLAKE")]
    [InlineData("GenuineIntel", 6, 85, Avx512, null)]
    [InlineData("AuthenticAMD", 0x1A, 0x02, "avx2 fma", null)]
    public void Kernels_are_named_only_for_processors_that_OpenBLAS_does_not_know(string vendor, int family, int model, string flags, string? expected) =>
        Assert.Equal(expected, NativeEnvironment.Choose(Cpu(vendor, family, model, flags), 4).GetValueOrDefault("OPENBLAS_CORETYPE"));

    [Theory]
    [InlineData(Avx512, "avx512")]
    [InlineData("avx2 fma avx512f", null)]
    public void Avx512_is_asked_for_where_all_of_it_is_there(string flags, string? expected) =>
        Assert.Equal(expected, NativeEnvironment.Choose(Cpu("GenuineIntel", 6, 85, flags), 4).GetValueOrDefault("ATEN_CPU_CAPABILITY"));

    [Fact]
    public void Native_code_sees_the_settings_once_the_assembly_is_used()
    {
        RuntimeHelpers.RunModuleConstructor(typeof(NativeEnvironment).Module.ModuleHandle);
        if (!OperatingSystem.IsLinux()) return;
        Assert.Equal(Environment.GetEnvironmentVariable("OMP_WAIT_POLICY") ?? "PASSIVE", NativeEnvironment.GetNative("OMP_WAIT_POLICY"));
        if (Environment.GetEnvironmentVariable("OMP_NUM_THREADS") is { } users) Assert.Equal(users, NativeEnvironment.GetNative("OMP_NUM_THREADS"));
        else Assert.True(int.Parse(NativeEnvironment.GetNative("OMP_NUM_THREADS")!) is > 0 and var threads && threads <= Environment.ProcessorCount);
    }
}

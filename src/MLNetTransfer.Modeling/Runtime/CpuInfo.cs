using System.Globalization;

namespace MLNetTransfer.Modeling.Runtime;

/// <summary>What /proc/cpuinfo says about this machine.</summary>
internal sealed class CpuInfo
{
    private CpuInfo(string vendor, int family, int model, IReadOnlySet<string> flags, int? physicalCores) =>
        (Vendor, Family, Model, Flags, PhysicalCores) = (vendor, family, model, flags, physicalCores);

    /// <summary>For example GenuineIntel or AuthenticAMD; empty on other architectures.</summary>
    public string Vendor { get; }

    public int Family { get; }

    public int Model { get; }

    public IReadOnlySet<string> Flags { get; }

    /// <summary>Cores, of the processors that this process may run on, that are not threads of one another; null where that is not told.</summary>
    public int? PhysicalCores { get; }

    /// <summary>Whether PyTorch's AVX-512 kernels run here.</summary>
    public bool HasAvx512 => new[] { "avx512f", "avx512vl", "avx512bw", "avx512dq", "fma" }.All(Flags.Contains);

    /// <summary>This machine; null where there is no /proc.</summary>
    public static CpuInfo? Read()
    {
        try
        {
            var allowed = File.ReadLines("/proc/self/status").FirstOrDefault(l => l.StartsWith("Cpus_allowed_list:", StringComparison.Ordinal))?.Split(':')[1];
            return Parse(File.ReadAllText("/proc/cpuinfo"), allowed);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <param name="cpuInfo">The text of /proc/cpuinfo.</param>
    /// <param name="allowed">Processors like "0-3,8", or null for all.</param>
    internal static CpuInfo Parse(string cpuInfo, string? allowed)
    {
        var mayRunOn = ParseList(allowed);
        var cores = new HashSet<(string Package, string Core)>();
        var told = true;
        Dictionary<string, string>? first = null;
        foreach (var block in cpuInfo.Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            var values = new Dictionary<string, string>();
            foreach (var line in block.Split('\n'))
                if (line.IndexOf(':') is var colon and > 0) values[line[..colon].Trim()] = line[(colon + 1)..].Trim();
            if (!values.TryGetValue("processor", out var processor)) continue;
            first ??= values;
            if (mayRunOn is not null && int.TryParse(processor, out var number) && !mayRunOn.Contains(number)) continue;
            if (values.TryGetValue("core id", out var core)) cores.Add((values.GetValueOrDefault("physical id", "0"), core));
            else told = false;
        }
        return new(
            first?.GetValueOrDefault("vendor_id", "") ?? "",
            Number(first, "cpu family"),
            Number(first, "model"),
            (first?.GetValueOrDefault("flags", "") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(),
            told && cores.Count > 0 ? cores.Count : null);
    }

    private static int Number(Dictionary<string, string>? values, string key) =>
        values is not null && values.TryGetValue(key, out var text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static HashSet<int>? ParseList(string? list)
    {
        if (string.IsNullOrWhiteSpace(list)) return null;
        var result = new HashSet<int>();
        foreach (var part in list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var ends = part.Split('-');
            if (!int.TryParse(ends[0], out var from) || !int.TryParse(ends[^1], out var to)) return null;
            for (var i = from; i <= to; i++) result.Add(i);
        }
        return result;
    }
}

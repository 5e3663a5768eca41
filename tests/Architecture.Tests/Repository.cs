using System.Diagnostics;
using System.Reflection;

namespace MLNetTransfer.Architecture.Tests;

/// <summary>The clone that these tests were built from, and the tools run in it.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Built(string setting) => typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == setting).Value!;

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    public static string Output(string assembly) => Path.Combine(AppContext.BaseDirectory, assembly + ".dll");

    public static (int ExitCode, string Output) Dotnet(string folder, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // The test host's own MSBuild settings are not for a build that it starts.
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList()) start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + error.Result);
    }

    private static string FindRoot()
    {
        for (var d = new DirectoryInfo(AppContext.BaseDirectory); d is not null; d = d.Parent)
            if (File.Exists(Path.Combine(d.FullName, "MLNetTransfer.sln"))) return d.FullName;
        throw new InvalidOperationException($"No MLNetTransfer.sln above {AppContext.BaseDirectory}.");
    }
}

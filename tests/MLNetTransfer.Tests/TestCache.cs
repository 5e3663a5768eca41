using System.Runtime.CompilerServices;

namespace MLNetTransfer.Tests;

/// <summary>Caches of tests, and of the processes that they start, are no one else's.</summary>
internal static class TestCache
{
    [ModuleInitializer]
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Usage", "CA2255", Justification = "Before any test makes a cache.")]
    internal static void Redirect()
    {
        var folder = Directory.CreateTempSubdirectory("mlnettransfer-cache").FullName;
        Environment.SetEnvironmentVariable("MLNETTRANSFER_CACHE", folder);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
    }
}

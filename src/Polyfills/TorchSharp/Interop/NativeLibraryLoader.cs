using System.Reflection;
using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>Finds the native library beside the assembly, and says what to do where it cannot be loaded.</summary>
internal static class NativeLibraryLoader
{
    private const string FileName = "libLibTorchSharpPolyfill.so";

    internal static void Register() => NativeLibrary.SetDllImportResolver(typeof(NativeLibraryLoader).Assembly, Resolve);

    private static IntPtr Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != Native.Library) return IntPtr.Zero;
        var reasons = new List<string>();
        foreach (var file in Candidates(assembly))
        {
            if (!File.Exists(file)) { reasons.Add($"{file} does not exist."); continue; }
            try { return NativeLibrary.Load(file); }
            catch (Exception e) when (e is DllNotFoundException or BadImageFormatException) { reasons.Add(e.Message.Trim()); }
        }
        throw new DllNotFoundException(
            $"TorchSharp's stand-in could not load {FileName}: {string.Join(" ", reasons)} " +
            "It is built against the libtorch that eng/setup.sh found: run eng/setup.sh again, and check that libtorch (Debian: libtorch-dev, or the folder that MLNETTRANSFER_LIBTORCH named) is still installed.");
    }

    private static IEnumerable<string> Candidates(Assembly assembly) =>
        new[] { Path.GetDirectoryName(assembly.Location), AppContext.BaseDirectory }
            .Where(folder => !string.IsNullOrEmpty(folder)).Distinct().Select(folder => Path.Combine(folder!, FileName));
}

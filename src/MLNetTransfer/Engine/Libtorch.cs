using System.Diagnostics;
using MLNetTransfer.Modeling.Runtime;
using TorchSharp;

namespace MLNetTransfer.Engine;

/// <summary>Loading libtorch takes a good part of a process's start: it goes on while a model's files are read.</summary>
internal static class Libtorch
{
    /// <summary>Returns at once. Where loading fails, the first real use of libtorch says so.</summary>
    public static void BeginLoading()
    {
        // Nothing of Modeling may have run yet, and these settings must come before the library.
        NativeEnvironment.Apply();
        // While libtorch loads, the system's loader is locked, and a native function that nobody called before waits for it. Reading a model calls this one,
        // and others that the entries before ours have called already.
        _ = Stopwatch.GetTimestamp();
        _ = Task.Run(static () => torch.empty(0).Dispose());
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[assembly: DisableRuntimeMarshalling]

namespace TorchSharp;

/// <summary>
/// The native library's functions under their own names. To add an operation: one line in native/*.cpp, one here, one where users see it.
/// Functions that return a tensor throw through its marshaller; those that return int are called through <see cref="Check"/>.
/// </summary>
internal static unsafe partial class Native
{
    internal const string Library = "LibTorchSharpPolyfill";

    static Native() => NativeLibraryLoader.Register();

    [LibraryImport(Library)]
    private static partial nint tsp_last_error();

    [LibraryImport(Library)]
    internal static partial nint tsp_version();

    /// <summary>Another reference to the same native tensor; the caller has to free it.</summary>
    [LibraryImport(Library, EntryPoint = "tsp_alias")]
    internal static partial nint AliasHandle(torch.Tensor tensor);

    /// <summary>What libtorch said about the call that has just failed on this thread.</summary>
    internal static ExternalException LastError() => new(Marshal.PtrToStringUTF8(tsp_last_error()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Check(int status)
    {
        if (status != 0) Throw();
    }

    private static void Throw() => throw LastError();

    /// <summary>A list of tensors that the native side made.</summary>
    internal static torch.Tensor[] TakeList(nint list, int count)
    {
        var result = new torch.Tensor[count];
        for (var i = 0; i < count; i++) result[i] = ((nint*)list)[i] is var handle && handle != 0 ? new torch.Tensor(handle) : null!;
        tsp_free_list(list);
        return result;
    }
}

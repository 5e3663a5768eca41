using System.Runtime.InteropServices;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>The first 256 bytes of a model stream: where its parts are, which format it has and which class reads it.</summary>
/// <remarks>The model block follows, then the string table, its characters, the loader's assembly name, and a mark at the end.</remarks>
[StructLayout(LayoutKind.Explicit, Size = Size)]
internal partial struct ModelHeader
{
    /// <summary>"ML MODEL", zero in place of the space.</summary>
    public const ulong SignatureValue = 0x4C45444F4D004C4D;

    /// <summary>The mark at the end: the same, backwards.</summary>
    public const ulong TailSignatureValue = 0x4D4C004D4F44454C;

    public const int Size = 0x100;

    // 1.1 had no assembly name.
    private const uint VerAssemblyNameSupported = 0x00010002;
    private const uint VerWrittenCur = 0x00010002;
    private const uint VerReadableCur = 0x00010002;
    private const uint VerWeCanReadBack = 0x00010001;

    [FieldOffset(0x00)] public ulong Signature;
    [FieldOffset(0x08)] public uint VerWritten;
    [FieldOffset(0x0C)] public uint VerReadable;

    // Places count from the header's first byte, sizes are in bytes.
    [FieldOffset(0x10)] public long FpModel;
    [FieldOffset(0x18)] public long CbModel;

    // One 64-bit number a string: where, after FpStringChars, its characters end.
    [FieldOffset(0x20)] public long FpStringTable;
    [FieldOffset(0x28)] public long CbStringTable;
    [FieldOffset(0x30)] public long FpStringChars;
    [FieldOffset(0x38)] public long CbStringChars;

    [FieldOffset(0x40)] public ulong ModelSignature;
    [FieldOffset(0x48)] public uint ModelVerWritten;
    [FieldOffset(0x4C)] public uint ModelVerReadable;

    [FieldOffset(0x50)] public ulong LoaderSignature0;
    [FieldOffset(0x58)] public ulong LoaderSignature1;
    [FieldOffset(0x60)] public ulong LoaderSignature2;
    [FieldOffset(0x68)] public ulong LoaderSignatureAlt0;
    [FieldOffset(0x70)] public ulong LoaderSignatureAlt1;
    [FieldOffset(0x78)] public ulong LoaderSignatureAlt2;

    [FieldOffset(0x80)] public long FpTail;
    [FieldOffset(0x88)] public long FpLim;

    [FieldOffset(0x90)] public long FpAssemblyName;
    [FieldOffset(0x98)] public uint CbAssemblyName;

    public static void MarshalToBytes(ref ModelHeader header, byte[] bytes) => MemoryMarshal.Write(bytes, in header);

    public static void MarshalFromBytes(out ModelHeader header, byte[] bytes) => header = MemoryMarshal.Read<ModelHeader>(bytes);

    public static void SetVersionInfo(ref ModelHeader header, VersionInfo ver)
    {
        header.ModelSignature = ver.ModelSignature;
        header.ModelVerWritten = ver.VerWrittenCur;
        header.ModelVerReadable = ver.VerReadableCur;
        SetLoaderSig(ref header, ver.LoaderSignature);
        SetLoaderSigAlt(ref header, ver.LoaderSignatureAlt);
    }

    public static void SetLoaderSig(ref ModelHeader header, string sig) =>
        (header.LoaderSignature0, header.LoaderSignature1, header.LoaderSignature2) = (Pack(sig, 0), Pack(sig, 8), Pack(sig, 16));

    public static void SetLoaderSigAlt(ref ModelHeader header, string sig) =>
        (header.LoaderSignatureAlt0, header.LoaderSignatureAlt1, header.LoaderSignatureAlt2) = (Pack(sig, 0), Pack(sig, 8), Pack(sig, 16));

    public static string GetLoaderSig(ref ModelHeader header) => Unpack(header.LoaderSignature0, header.LoaderSignature1, header.LoaderSignature2);

    public static string GetLoaderSigAlt(ref ModelHeader header) => Unpack(header.LoaderSignatureAlt0, header.LoaderSignatureAlt1, header.LoaderSignatureAlt2);

    private static ulong Pack(string text, int start)
    {
        Contracts.Check(text == null || text.Length <= 24 && text.All(c => c <= 0xFF), "Loader signature must be at most 24 characters below U+0100");
        ulong packed = 0;
        for (var i = start; i < Math.Min(text?.Length ?? 0, start + 8); i++)
            packed |= (ulong)text[i] << ((i - start) * 8);
        return packed;
    }

    private static string Unpack(params ReadOnlySpan<ulong> parts)
    {
        Span<char> text = stackalloc char[24];
        for (var i = 0; i < text.Length; i++)
            text[i] = (char)(parts[i / 8] >> (i % 8 * 8) & 0xFF);
        return text.TrimEnd('\0').ToString();
    }
}

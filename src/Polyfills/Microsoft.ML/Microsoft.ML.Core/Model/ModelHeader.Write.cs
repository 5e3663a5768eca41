using Microsoft.ML.Internal.Utilities;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

internal partial struct ModelHeader
{
    /// <summary>Leaves room for the header; what is written next is the model block.</summary>
    public static void BeginWrite(BinaryWriter writer, out long fpMin, out ModelHeader header)
    {
        Contracts.CheckValue(writer, nameof(writer));
        fpMin = Position(writer);
        header = new ModelHeader { Signature = SignatureValue, VerWritten = VerWrittenCur, VerReadable = VerReadableCur, FpModel = Size };
        writer.Write(new byte[Size]);
    }

    /// <summary>Ends the model block where the writer stands, writes what follows it, and fills in the header.</summary>
    public static void EndWrite(BinaryWriter writer, long fpMin, ref ModelHeader header, NormStr.Pool pool = null, string loaderAssemblyName = null)
    {
        EndModelCore(writer, fpMin, ref header);
        if (pool is { Count: > 0 })
        {
            header.FpStringTable = Position(writer) - fpMin;
            long end = 0;
            foreach (var text in pool)
                writer.Write(end += text.Value.Length * sizeof(char));
            header.FpStringChars = Position(writer) - fpMin;
            header.CbStringTable = header.FpStringChars - header.FpStringTable;
            foreach (var text in pool)
                WriteChars(writer, text.Value.Span);
            header.CbStringChars = end;
        }
        if (!string.IsNullOrEmpty(loaderAssemblyName))
        {
            header.FpAssemblyName = Position(writer) - fpMin;
            header.CbAssemblyName = (uint)loaderAssemblyName.Length * sizeof(char);
            WriteChars(writer, loaderAssemblyName);
        }
        WriteHeaderAndTailCore(writer, fpMin, ref header);
    }

    /// <summary>Ends the model block where the writer stands.</summary>
    public static void EndModelCore(BinaryWriter writer, long fpMin, ref ModelHeader header) => header.CbModel = Position(writer) - header.FpModel - fpMin;

    /// <summary>Writes the mark at the end, then the header; the writer stands behind the mark afterwards.</summary>
    public static void WriteHeaderAndTailCore(BinaryWriter writer, long fpMin, ref ModelHeader header)
    {
        header.FpTail = Position(writer) - fpMin;
        writer.Write(TailSignatureValue);
        header.FpLim = Position(writer) - fpMin;
        Contracts.Check(TryValidate(ref header, header.FpLim, out _), "The header does not fit the model that was written");
        var bytes = new byte[Size];
        MarshalToBytes(ref header, bytes);
        writer.BaseStream.Position = fpMin;
        writer.Write(bytes);
        writer.Flush();
        writer.BaseStream.Position = fpMin + header.FpLim;
    }

    private static void WriteChars(BinaryWriter writer, ReadOnlySpan<char> text)
    {
        foreach (var c in text)
            writer.Write((ushort)c);
    }

    private static long Position(BinaryWriter writer)
    {
        writer.Flush();
        return writer.BaseStream.Position;
    }
}

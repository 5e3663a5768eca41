using System.Text;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

internal partial struct ModelHeader
{
    /// <summary>Reads and checks the header and what it points to; the reader stands at the model block afterwards.</summary>
    /// <exception cref="FormatException">The stream is no model, is damaged, or of a version that cannot be read.</exception>
    public static void BeginRead(out long fpMin, out ModelHeader header, out string[] strings, out string loaderAssemblyName, BinaryReader reader)
    {
        fpMin = reader.BaseStream.Position;
        var bytes = reader.ReadBytes(Size);
        Contracts.CheckDecode(bytes.Length == Size, "Corrupt file header");
        MarshalFromBytes(out header, bytes);
        if (!TryValidate(ref header, reader, fpMin, out strings, out loaderAssemblyName, out var ex))
            throw ex;
        reader.BaseStream.Position = fpMin + header.FpModel;
    }

    /// <summary>Checks that the whole model block was read, and moves behind the model.</summary>
    public static void EndRead(long fpMin, ref ModelHeader header, BinaryReader reader)
    {
        Contracts.CheckDecode(reader.BaseStream.Position == fpMin + header.FpModel + header.CbModel, "Corrupt model file: the model block does not end where its header says");
        reader.BaseStream.Position = fpMin + header.FpLim;
    }

    /// <summary>Checks that the model is of the format, and of a version that can be read.</summary>
    public static void CheckVersionInfo(ref ModelHeader header, VersionInfo ver)
    {
        Contracts.CheckDecode(header.ModelSignature == ver.ModelSignature, "Unknown file type");
        Contracts.CheckDecode(header.ModelVerReadable <= header.ModelVerWritten, "Corrupt file header");
        if (header.ModelVerReadable > ver.VerWrittenCur)
            throw Contracts.ExceptDecode("Cause: ML.NET {0} cannont read component '{1}' of the model, because the model is too new.\nSuggestion: Make sure the model is trained with ML.NET {0} or older.\nDebug details: Maximum expected version {2}, got {3}.", typeof(VersionInfo).Assembly.GetName().Version, ver.LoaderSignature, header.ModelVerReadable, ver.VerWrittenCur);
        if (header.ModelVerWritten > ver.VerWrittenCur)
            throw Contracts.ExceptDecode("Model was trained on a newer version of ML\u2024NET. Forward compatibility is not guaranteed. Please update your ML.NET version");
        if (header.ModelVerWritten < ver.VerWeCanReadBack)
            throw Contracts.ExceptDecode("Cause: ML.NET {0} cannot read component '{1}' of the model, because the model is too old.\nSuggestion: Make sure the model is trained with ML.NET {0}.\nDebug details: Minimum expected version {2}, got {3}.", typeof(VersionInfo).Assembly.GetName().Version, ver.LoaderSignature, header.ModelVerReadable, ver.VerWrittenCur);
    }

    /// <summary>Whether the header's numbers agree with one another and fit into <paramref name="size"/> bytes.</summary>
    public static bool TryValidate(ref ModelHeader header, long size, out Exception ex)
    {
        ex = null;
        if (header.Signature != SignatureValue)
            ex = Contracts.ExceptDecode("Wrong file type");
        else if (header.VerReadable > VerWrittenCur && header.VerReadable <= header.VerWritten)
            ex = Contracts.ExceptDecode("File is too new");
        else if (header.VerWritten < VerWeCanReadBack)
            ex = Contracts.ExceptDecode("File is too old");
        else if (header.VerReadable > header.VerWritten || !PartsFollowOneAnother(header) || header.FpLim > size)
            ex = Contracts.ExceptDecode("Corrupt file header");
        return ex == null;
    }

    /// <summary>Whether the header is right, and what it points to; if so gives the strings.</summary>
    public static bool TryValidate(ref ModelHeader header, BinaryReader reader, long fpMin, out string[] strings, out string loaderAssemblyName, out Exception ex)
    {
        strings = null;
        loaderAssemblyName = null;
        if (!TryValidate(ref header, reader.BaseStream.Length - fpMin, out ex))
            return false;
        try
        {
            if (header.FpStringTable != 0)
                strings = ReadStrings(header, reader, fpMin);
            if (header.VerWritten >= VerAssemblyNameSupported && header.FpAssemblyName != 0)
                loaderAssemblyName = ReadChars(reader, fpMin + header.FpAssemblyName, header.CbAssemblyName);
            reader.BaseStream.Position = fpMin + header.FpTail;
            Contracts.CheckDecode(reader.ReadUInt64() == TailSignatureValue, "Corrupt model file tail");
            return true;
        }
        catch (Exception e) when (e is FormatException or IOException)
        {
            ex = e;
            return false;
        }
    }

    // Each part begins where the one before it ends, so a right FpLim bounds them all; the sizes are checked one by one lest a sum overflow.
    private static bool PartsFollowOneAnother(in ModelHeader header)
    {
        if (header.FpModel != Size || !Fits(header.FpModel, header.CbModel))
            return false;
        var end = header.FpModel + header.CbModel;
        if (header.FpStringTable == 0)
        {
            if ((header.CbStringTable | header.FpStringChars | header.CbStringChars) != 0)
                return false;
        }
        else
        {
            if (header.FpStringTable != end || !Fits(end, header.CbStringTable) || header.CbStringTable == 0 || header.CbStringTable % sizeof(long) != 0)
                return false;
            end += header.CbStringTable;
            if (header.FpStringChars != end || !Fits(end, header.CbStringChars) || header.CbStringChars % sizeof(char) != 0)
                return false;
            end += header.CbStringChars;
        }
        if (header.VerWritten >= VerAssemblyNameSupported && header.FpAssemblyName != 0)
        {
            if (header.FpAssemblyName != end || header.CbAssemblyName % sizeof(char) != 0 || !Fits(end, header.CbAssemblyName))
                return false;
            end += header.CbAssemblyName;
        }
        return header.FpTail == end && header.FpLim == end + sizeof(ulong);
    }

    private static bool Fits(long start, long size) => size >= 0 && size <= long.MaxValue - sizeof(ulong) - start;

    private static string[] ReadStrings(in ModelHeader header, BinaryReader reader, long fpMin)
    {
        reader.BaseStream.Position = fpMin + header.FpStringTable;
        var ends = new long[header.CbStringTable / sizeof(long)];
        for (var i = 0; i < ends.Length; i++)
            ends[i] = reader.ReadInt64();
        Contracts.CheckDecode(ends[^1] == header.CbStringChars, "Corrupt model file: the string table does not cover its characters");
        var strings = new string[ends.Length];
        long start = 0;
        for (var i = 0; i < ends.Length; i++)
        {
            Contracts.CheckDecode(start <= ends[i] && ends[i] <= header.CbStringChars && ends[i] % sizeof(char) == 0, "Corrupt model file: the string table does not cover its characters");
            strings[i] = ReadChars(reader, fpMin + header.FpStringChars + start, ends[i] - start);
            start = ends[i];
        }
        return strings;
    }

    private static string ReadChars(BinaryReader reader, long start, long size)
    {
        Contracts.CheckDecode(size <= int.MaxValue, "Corrupt model file: a string is too long");
        reader.BaseStream.Position = start;
        var bytes = reader.ReadBytes((int)size);
        Contracts.CheckDecode(bytes.Length == size, "Corrupt model file: a string is cut off");
        return Encoding.Unicode.GetString(bytes);
    }
}

using System.Text;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Stands for the constructor or the Create method that reads a component of a model.</summary>
internal delegate void SignatureLoadModel(ModelLoadContext ctx);

/// <summary>What a component reads itself from: a stream with a header and strings and, in a zip, other streams beside it.</summary>
internal sealed partial class ModelLoadContext : IDisposable
{
    public const string ModelStreamName = "Model.key";
    internal const string NameBinary = "Model.bin";

    private readonly IExceptionContext _ectx;

    /// <summary>The zip; null where there is only the stream.</summary>
    public readonly RepositoryReader Repository;

    /// <summary>The folder in the zip; null is its root.</summary>
    public readonly string Directory;

    /// <summary>Reads the model block.</summary>
    public readonly BinaryReader Reader;

    /// <summary>The strings that the model block numbers; may be null.</summary>
    public readonly string[] Strings;

    /// <summary>The assembly of the class that reads; may be null.</summary>
    public readonly string LoaderAssemblyName;

    /// <summary>Where the header begins.</summary>
    public readonly long FpMin;

    internal ModelHeader Header;

    internal ModelLoadContext(RepositoryReader rep, Repository.Entry ent, string dir)
    {
        Contracts.CheckValue(rep, nameof(rep));
        _ectx = rep.ExceptionContext;
        _ectx.CheckValue(ent, nameof(ent));
        Repository = rep;
        Directory = dir;
        Reader = new BinaryReader(ent.Stream, Encoding.UTF8, leaveOpen: true);
        ModelHeader.BeginRead(out FpMin, out Header, out Strings, out LoaderAssemblyName, Reader);
    }

    internal ModelLoadContext(BinaryReader reader, IExceptionContext ectx = null)
    {
        _ectx = ectx;
        _ectx.CheckValue(reader, nameof(reader));
        Reader = reader;
        ModelHeader.BeginRead(out FpMin, out Header, out Strings, out LoaderAssemblyName, Reader);
    }

    public bool InRepository => Repository != null;

    public void Dispose()
    {
        if (InRepository)
            Reader.Dispose();
    }

    public void CheckAtModel() => _ectx.Check(Reader.BaseStream.Position == FpMin + Header.FpModel, "Something was read before the model");

    /// <summary>Checks that nothing was read yet, and that the model is of the format and of a version that can be read.</summary>
    /// <exception cref="FormatException">It is not.</exception>
    public void CheckAtModel(VersionInfo ver)
    {
        CheckAtModel();
        CheckVersionInfo(ver);
    }

    /// <summary>Checks that the model is of the format and of a version that can be read.</summary>
    /// <exception cref="FormatException">It is not.</exception>
    public void CheckVersionInfo(VersionInfo ver) => ModelHeader.CheckVersionInfo(ref Header, ver);

    /// <summary>Checks that all was read, and closes the stream.</summary>
    public void Done()
    {
        ModelHeader.EndRead(FpMin, ref Header, Reader);
        Dispose();
    }

    /// <summary>Reads the number of a string, which may be null.</summary>
    public string LoadStringOrNull()
    {
        var id = Reader.ReadInt32();
        return id == -1 ? null : StringOf(id);
    }

    /// <summary>Reads the number of a string.</summary>
    public string LoadString() => StringOf(Reader.ReadInt32());

    /// <summary>Reads the number of a string that is not empty.</summary>
    public string LoadNonEmptyString()
    {
        var str = LoadString();
        _ectx.CheckDecode(str.Length > 0, "Corrupt model file: an empty string");
        return str;
    }

    private string StringOf(int id)
    {
        _ectx.CheckDecode(0 <= id && id < (Strings?.Length ?? 0), "Corrupt model file: there is no string of that number");
        return Strings[id];
    }

    private string PathOf(string name) => string.IsNullOrEmpty(Directory) ? name : $"{Directory}/{name}";
}

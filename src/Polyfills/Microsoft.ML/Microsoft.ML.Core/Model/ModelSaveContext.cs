using System.Text;
using Microsoft.ML.Internal.Utilities;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>What a component writes itself to: a stream with a header and strings and, in a zip, other streams beside it.</summary>
public sealed class ModelSaveContext : IDisposable
{
    private readonly Repository.Entry _entry;
    private readonly IExceptionContext _ectx;
    private string _loaderAssemblyName;

    /// <summary>The zip; null where there is only the stream.</summary>
    internal readonly RepositoryWriter Repository;

    /// <summary>The folder in the zip; null is its root.</summary>
    internal readonly string Directory;

    /// <summary>Writes the model block.</summary>
    internal readonly BinaryWriter Writer;

    /// <summary>The strings that the model block numbers.</summary>
    internal readonly NormStr.Pool Strings = new();

    internal ModelHeader Header;

    /// <summary>Where the header begins.</summary>
    internal readonly long FpMin;

    internal ModelSaveContext(RepositoryWriter rep, string dir, string name)
    {
        Contracts.CheckValue(rep, nameof(rep));
        _ectx = rep.ExceptionContext;
        _ectx.CheckNonEmpty(name, nameof(name));
        Repository = rep;
        Directory = dir;
        _entry = rep.CreateEntry(dir, name);
        Writer = new BinaryWriter(_entry.Stream, Encoding.UTF8, leaveOpen: true);
        ModelHeader.BeginWrite(Writer, out FpMin, out Header);
    }

    internal ModelSaveContext(BinaryWriter writer, IExceptionContext ectx = null)
    {
        _ectx = ectx;
        _ectx.CheckValue(writer, nameof(writer));
        Writer = writer;
        ModelHeader.BeginWrite(Writer, out FpMin, out Header);
    }

    internal bool InRepository => Repository != null;

    /// <summary>Closes the stream, in a zip.</summary>
    public void Dispose()
    {
        if (!InRepository)
            return;
        Writer.Dispose();
        _entry.Dispose();
    }

    internal void CheckAtModel() => _ectx.Check(Writer.BaseStream.Position == FpMin + Header.FpModel, "Something was written before the model");

    /// <summary>Says which format is written and which class reads it; every component must.</summary>
    internal void SetVersionInfo(VersionInfo ver)
    {
        ModelHeader.SetVersionInfo(ref Header, ver);
        _loaderAssemblyName = ver.LoaderAssemblyName;
    }

    /// <summary>Completes and closes the stream.</summary>
    internal void Done()
    {
        _ectx.Check(Header.ModelSignature != 0, "ModelSignature not specified!");
        ModelHeader.EndWrite(Writer, FpMin, ref Header, Strings, _loaderAssemblyName);
        Dispose();
    }

    /// <summary>Writes the number of a string, which may be null.</summary>
    internal void SaveStringOrNull(string str) => Writer.Write(str == null ? -1 : Strings.Add(str).Id);

    /// <summary>Writes the number of a string.</summary>
    internal void SaveString(string str)
    {
        _ectx.CheckValue(str, nameof(str));
        Writer.Write(Strings.Add(str).Id);
    }

    /// <inheritdoc cref="SaveString(string)"/>
    internal void SaveString(ReadOnlyMemory<char> str) => Writer.Write(Strings.Add(str).Id);

    /// <summary>Writes the number of a string that is not empty.</summary>
    internal void SaveNonEmptyString(string str)
    {
        _ectx.CheckParam(!string.IsNullOrEmpty(str), nameof(str));
        Writer.Write(Strings.Add(str).Id);
    }

    /// <inheritdoc cref="SaveNonEmptyString(string)"/>
    internal void SaveNonEmptyString(ReadOnlyMemory<char> str) => SaveNonEmptyString(str.ToString());

    /// <summary>Writes another component into the folder <paramref name="name"/>.</summary>
    internal void SaveModel<T>(T value, string name)
        where T : class
    {
        CheckInRepository();
        SaveModel(Repository, value, PathOf(name));
    }

    /// <summary>Writes a component into a folder of the zip; nothing where it cannot be saved.</summary>
    internal static void SaveModel<T>(RepositoryWriter rep, T value, string path)
        where T : class
    {
        if (value is not ICanSaveModel saver)
            return;
        using var ctx = new ModelSaveContext(rep, path, ModelLoadContext.ModelStreamName);
        saver.Save(ctx);
        ctx.Done();
    }

    /// <summary>Writes a model to a stream that is in no zip.</summary>
    internal static void Save(BinaryWriter writer, Action<ModelSaveContext> fn)
    {
        Contracts.CheckValue(fn, nameof(fn));
        using var ctx = new ModelSaveContext(writer);
        fn(ctx);
        ctx.Done();
    }

    /// <summary>Writes a further stream with a header, in the folder <paramref name="dir"/>.</summary>
    internal void SaveSubModel(string dir, Action<ModelSaveContext> fn)
    {
        CheckInRepository();
        _ectx.CheckNonEmpty(dir, nameof(dir));
        using var ctx = new ModelSaveContext(Repository, PathOf(dir), ModelLoadContext.ModelStreamName);
        fn(ctx);
        ctx.Done();
    }

    /// <summary>Writes a stream of text beside the model.</summary>
    internal void SaveTextStream(string name, Action<TextWriter> action)
    {
        CheckInRepository();
        _ectx.CheckNonEmpty(name, nameof(name));
        using var entry = Repository.CreateEntry(Directory, name);
        using var writer = new StreamWriter(entry.Stream, new UTF8Encoding(false), leaveOpen: true);
        action(writer);
    }

    /// <summary>Writes a stream of bytes beside the model.</summary>
    internal void SaveBinaryStream(string name, Action<BinaryWriter> action)
    {
        CheckInRepository();
        _ectx.CheckNonEmpty(name, nameof(name));
        using var entry = Repository.CreateEntry(Directory, name);
        using var writer = new BinaryWriter(entry.Stream, Encoding.UTF8, leaveOpen: true);
        action(writer);
    }

    private void CheckInRepository() => _ectx.Check(InRepository, "Can't save a sub-model when writing to a single stream");

    private string PathOf(string name) => string.IsNullOrEmpty(Directory) ? name : $"{Directory}/{name}";
}

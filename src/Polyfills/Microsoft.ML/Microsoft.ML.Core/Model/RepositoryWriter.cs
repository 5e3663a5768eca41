using System.IO.Compression;
using System.Reflection;
using System.Text;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Writes a model's zip.</summary>
internal sealed class RepositoryWriter : Repository
{
    private readonly ZipArchive _archive;
    private readonly Queue<(string Path, Stream Stream)> _closed = new();

    private RepositoryWriter(Stream stream, IExceptionContext ectx, bool useFileSystem)
        : base(useFileSystem, ectx) => _archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);

    /// <summary>Begins a zip on <paramref name="stream"/>, which stays open.</summary>
    public static RepositoryWriter CreateNew(Stream stream, IExceptionContext ectx = null, bool useFileSystem = true)
    {
        ectx.CheckValue(stream, nameof(stream));
        var writer = new RepositoryWriter(stream, ectx, useFileSystem);
        using var version = writer.CreateEntry("TrainingInfo", "Version.txt");
        using var text = new StreamWriter(version.Stream, new UTF8Encoding(false), leaveOpen: true);
        text.WriteLine(typeof(RepositoryWriter).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion);
        return writer;
    }

    public Entry CreateEntry(string name) => CreateEntry(null, name);

    public Entry CreateEntry(string dir, string name)
    {
        ExceptionContext.Check(!Disposed, "The model was written already");
        Flush();
        GetPath(out var pathEnt, out var pathTemp, dir, name, true);
        if (!PathMap.TryAdd(pathEnt, pathTemp))
            throw ExceptionContext.ExceptParam(nameof(name), "Duplicate entry: '{0}'", pathEnt);
        return AddEntry(pathEnt, pathTemp != null ? new FileStream(pathTemp, FileMode.CreateNew) : new MemoryStream());
    }

    /// <summary>Ends the zip. One that is disposed without this is not complete.</summary>
    public void Commit()
    {
        ExceptionContext.Check(!Disposed, "The model was written already");
        DisposeAllEntries();
        Flush();
        Dispose();
    }

    // Disposing must not throw, so the stream is only put aside; what closes first comes first in the zip.
    protected override void OnDispose(Entry ent)
    {
        RemoveEntry(ent);
        _closed.Enqueue((ent.Path, ent.Stream));
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            DisposeAllEntries();
            while (_closed.TryDequeue(out var entry))
                entry.Stream.Dispose();
            _archive.Dispose();
        }
        base.Dispose(disposing);
    }

    private void Flush()
    {
        while (_closed.TryDequeue(out var entry))
        {
            using (entry.Stream)
            {
                using var target = _archive.CreateEntry(entry.Path).Open();
                entry.Stream.Position = 0;
                entry.Stream.CopyTo(target);
            }
            if (entry.Stream is FileStream file)
                File.Delete(file.Name);
        }
    }
}

using System.IO.Compression;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Reads a model's zip.</summary>
internal sealed class RepositoryReader : Repository
{
    private readonly ZipArchive _archive;
    private readonly Dictionary<string, ZipArchiveEntry> _entries = [];

    private RepositoryReader(Stream stream, IExceptionContext ectx, bool useFileSystem)
        : base(useFileSystem, ectx)
    {
        try
        {
            _archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            foreach (var entry in _archive.Entries)
                _entries[NormalizeForArchiveEntry(entry.FullName)] = entry;
        }
        catch (Exception ex)
        {
            Dispose();
            throw ExceptionContext.ExceptDecode(ex, "Failed to open a zip archive");
        }
    }

    /// <summary>Opens the zip on <paramref name="stream"/>, which stays open.</summary>
    /// <exception cref="FormatException">It is no zip.</exception>
    public static RepositoryReader Open(Stream stream, IExceptionContext ectx = null, bool useFileSystem = true)
    {
        ectx.CheckValue(stream, nameof(stream));
        return new RepositoryReader(stream, ectx, useFileSystem);
    }

    public Entry OpenEntry(string name) => OpenEntry(null, name);

    /// <exception cref="InvalidOperationException">There is no such entry.</exception>
    public Entry OpenEntry(string dir, string name)
    {
        var entry = OpenEntryOrNull(dir, name);
        if (entry != null)
            return entry;
        GetPath(out var pathEnt, out _, dir, name, false);
        throw ExceptionContext.Except("Repository doesn't contain entry {0}", pathEnt);
    }

    public Entry OpenEntryOrNull(string name) => OpenEntryOrNull(null, name);

    public Entry OpenEntryOrNull(string dir, string name)
    {
        ExceptionContext.Check(!Disposed, "The model was closed already");
        GetPath(out var pathEnt, out var pathTemp, dir, name, false);
        if (PathMap.TryGetValue(pathEnt, out var extracted))
            return AddEntry(pathEnt, OpenRead(extracted));
        if (!_entries.TryGetValue(pathEnt, out var entry))
            return null;
        if (pathTemp == null)
        {
            ExceptionContext.CheckDecode(entry.Length < Array.MaxLength, "Repository stream too large to read into memory");
            var memory = new MemoryStream();
            Extract(entry, memory);
            memory.Position = 0;
            return AddEntry(pathEnt, memory);
        }
        using (var file = new FileStream(pathTemp, FileMode.CreateNew))
            Extract(entry, file);
        PathMap.TryAdd(pathEnt, pathTemp);
        return AddEntry(pathEnt, OpenRead(pathTemp));
    }

    protected override void OnDispose(Entry ent)
    {
        RemoveEntry(ent);
        ent.Stream.Dispose();
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            _archive?.Dispose();
    }

    private static FileStream OpenRead(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.Read);

    // No further than the length that the zip states, lest a small file unpack without end.
    private void Extract(ZipArchiveEntry entry, Stream target)
    {
        using var source = entry.Open();
        var buffer = new byte[1 << 16];
        long left = entry.Length;
        for (int read; (read = source.Read(buffer)) > 0; left -= read)
        {
            ExceptionContext.CheckDecode(read <= left, $"Corrupt model file: entry '{entry.FullName}' is longer than the {entry.Length} bytes that its zip states");
            target.Write(buffer, 0, read);
        }
        ExceptionContext.CheckDecode(left == 0, $"Corrupt model file: entry '{entry.FullName}' is shorter than the {entry.Length} bytes that its zip states");
    }
}

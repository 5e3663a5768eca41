using System.Collections.Concurrent;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>The entries of a model's zip while it is written or read: each a seekable stream, in a folder for temporary files or in memory.</summary>
internal abstract class Repository : IDisposable
{
    private readonly List<Entry> _open = [];

    /// <summary>The folder for temporary files, or null.</summary>
    protected readonly string DirTemp;

    /// <summary>Entries that have a temporary file or, in memory, null.</summary>
    protected readonly ConcurrentDictionary<string, string> PathMap = new();

    internal Repository(bool needDir, IExceptionContext ectx)
    {
        ExceptionContext = ectx;
        if (needDir)
            DirTemp = CreateTempFolder((ectx as IHostEnvironmentInternal)?.TempFilePath ?? Path.GetTempPath());
        else
            GC.SuppressFinalize(this);
    }

    ~Repository()
    {
        if (!Disposed)
            Dispose(false);
    }

    public IExceptionContext ExceptionContext { get; }

    protected bool Disposed { get; private set; }

    public void Dispose()
    {
        if (Disposed)
            return;
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
            DisposeAllEntries();
        if (DirTemp != null)
        {
            try
            {
                Directory.Delete(DirTemp, true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // A file still open elsewhere: the system's cleaning of temporary files gets it.
            }
        }
        Disposed = true;
    }

    protected void DisposeAllEntries()
    {
        while (_open.Count > 0)
            _open[^1].Dispose();
    }

    protected Entry AddEntry(string pathEnt, Stream stream)
    {
        var entry = new Entry(this, pathEnt, stream);
        _open.Add(entry);
        return entry;
    }

    protected void RemoveEntry(Entry ent) => _open.RemoveAt(_open.LastIndexOf(ent));

    /// <summary>Called when an entry is disposed: what becomes of its stream.</summary>
    protected abstract void OnDispose(Entry ent);

    /// <summary>Entries are known by one separator, whichever the zip uses.</summary>
    protected static string NormalizeForArchiveEntry(string path) => path?.Replace('\\', '/');

    /// <summary>An entry's path in the zip, and a temporary file for it, whose name has nothing of the entry's.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The path is empty, absolute or leads upwards.</exception>
    protected void GetPath(out string pathEnt, out string pathTemp, string dir, string name, bool createDir)
    {
        ExceptionContext.CheckParam(!string.IsNullOrWhiteSpace(name) && IsInside(name), nameof(name), $"'{name}' is no name of an entry");
        ExceptionContext.CheckParam(dir == null || IsInside(dir), nameof(dir), $"'{dir}' is no folder of an entry");
        pathEnt = NormalizeForArchiveEntry(string.IsNullOrEmpty(dir) ? name : $"{dir}/{name}");
        pathTemp = DirTemp == null ? null : Path.Combine(DirTemp, Path.GetRandomFileName());
    }

    private static bool IsInside(string path) => !path.Contains("..") && !Path.IsPathRooted(path) && !path.StartsWith('\\') && !path.Contains(':');

    private static string CreateTempFolder(string parent)
    {
        string path;
        do path = Path.Combine(Path.GetFullPath(parent), "ml_dotnet_" + Path.GetRandomFileName());
        while (Directory.Exists(path));
        Directory.CreateDirectory(path);
        return path;
    }

    /// <summary>One entry.</summary>
    public sealed class Entry : IDisposable
    {
        private Repository _repository;

        internal Entry(Repository rep, string path, Stream stream)
        {
            _repository = rep;
            Path = path;
            Stream = stream;
        }

        /// <summary>The path in the zip.</summary>
        public string Path { get; }

        /// <summary>The content; the repository closes it.</summary>
        public Stream Stream { get; }

        public void Dispose()
        {
            _repository?.OnDispose(this);
            _repository = null;
        }
    }
}

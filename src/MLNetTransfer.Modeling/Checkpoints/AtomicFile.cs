namespace MLNetTransfer.Modeling.Checkpoints;

/// <summary>Writes files that are there whole or not at all: beside the target, to the disk, then renamed.</summary>
internal static class AtomicFile
{
    public static void Write(string path, Action<Stream> write)
    {
        var temporary = TemporaryBeside(path);
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    public static void Copy(string source, string path) => Write(path, target =>
    {
        using var from = File.OpenRead(source);
        from.CopyTo(target);
    });

    private static string TemporaryBeside(string path) => $"{path}.{Guid.NewGuid():N}.tmp";
}

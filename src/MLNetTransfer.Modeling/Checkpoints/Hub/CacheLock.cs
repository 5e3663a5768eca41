namespace MLNetTransfer.Modeling.Checkpoints.Hub;

/// <summary>
/// Holds a lock file while one process downloads. On Unix an exclusive FileStream is an flock, which is what huggingface_hub takes on the same path,
/// so the two wait for each other.
/// </summary>
internal sealed class CacheLock : IDisposable
{
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(100);
    private readonly FileStream _file;

    private CacheLock(FileStream file) => _file = file;

    public static CacheLock Wait(string path, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                return new CacheLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException e) when (e is not (DirectoryNotFoundException or PathTooLongException) && File.Exists(path))
            {
                cancellationToken.WaitHandle.WaitOne(_pause);
            }
        }
    }

    // The file stays: deleting it would let a third process lock a new one while a second holds the old.
    public void Dispose() => _file.Dispose();
}

using System.Security.Cryptography;
using System.Text;

namespace MLNetTransfer.Modeling.Checkpoints.Hub;

/// <summary>Checks content against the hash that its ETag is: sha256 for files in LFS, git's sha1 of a blob for others.</summary>
internal static class BlobHash
{
    /// <summary>The hash of the file in the form of the ETag; null where the ETag is neither kind and proves nothing.</summary>
    public static string? Compute(string path, string etag, CancellationToken cancellationToken)
    {
        if (etag.Length is not (40 or 64) || !etag.All(char.IsAsciiHexDigitLower)) return null;
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.SequentialScan);
        using var hash = IncrementalHash.CreateHash(etag.Length == 64 ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA1);
        if (etag.Length == 40) hash.AppendData(Encoding.ASCII.GetBytes($"blob {file.Length}\0"));
        var buffer = new byte[1 << 20];
        for (int read; (read = file.Read(buffer)) > 0;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            hash.AppendData(buffer, 0, read);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

using System.Net;

namespace MLNetTransfer.Modeling.Checkpoints.Hub;

/// <summary>Brings one file's content into the cache: continued where it broke off, checked, and there whole or not at all.</summary>
internal sealed class BlobDownload(HubSettings settings, HubClient client)
{
    private const int MaxFruitlessAttempts = 5;

    /// <summary>Makes `blobs/etag` exist within the model's folder of the cache.</summary>
    /// <returns>The blob's path.</returns>
    public string Ensure(HubModelId id, string file, HubFileInfo info, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        var blob = Path.Combine(settings.CacheFolder, id.FolderName, "blobs", info.ETag);
        if (File.Exists(blob)) return blob;
        using var _ = CacheLock.Wait(Path.Combine(settings.CacheFolder, ".locks", id.FolderName, info.ETag + ".lock"), cancellationToken);
        // Another process may have brought it while this one waited.
        if (File.Exists(blob)) return blob;

        Directory.CreateDirectory(Path.GetDirectoryName(blob)!);
        var incomplete = blob + ".incomplete";
        Download(id, file, info, incomplete, progress, cancellationToken);
        if (BlobHash.Compute(incomplete, info.ETag, cancellationToken) is { } found && found != info.ETag)
        {
            File.Delete(incomplete);
            throw new InvalidDataException($"'{file}' of '{id}' arrived damaged: its hash should be {info.ETag} and is {found}. It was deleted; try again.");
        }
        File.Move(incomplete, blob);
        return blob;
    }

    private void Download(HubModelId id, string file, HubFileInfo info, string incomplete, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        using var target = new FileStream(incomplete, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, 1);
        if (target.Length > info.Size) target.SetLength(0);
        var delay = settings.RetryDelay;
        for (var fruitless = 0; ;)
        {
            var before = target.Length;
            if (before == info.Size) break;
            try
            {
                if (Continue(id, file, info, target, progress, cancellationToken)) break;
            }
            catch (IOException e) when (e is not FileNotFoundException && !cancellationToken.IsCancellationRequested)
            {
                if (target.Length > before) (fruitless, delay) = (0, settings.RetryDelay);
                else if (++fruitless == MaxFruitlessAttempts)
                    throw new IOException($"The download of '{file}' of '{id}' broke off after {target.Length} of {info.Size?.ToString() ?? "an unknown number of"} bytes: {e.Message} Run again to continue it.", e);
                cancellationToken.WaitHandle.WaitOne(delay);
                cancellationToken.ThrowIfCancellationRequested();
                delay *= 2;
            }
        }
        target.Flush(flushToDisk: true);
    }

    /// <summary>One request; true when its answer arrived to the end.</summary>
    private bool Continue(HubModelId id, string file, HubFileInfo info, FileStream target, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        using var response = client.Open(id, info.Commit, file, target.Length, cancellationToken);
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            // What is here is no beginning of what is there.
            if (target.Length == 0) throw new IOException($"the server refuses the range of '{file}'.");
            target.SetLength(0);
            return false;
        }
        if (response.StatusCode != HttpStatusCode.PartialContent) target.SetLength(0);
        else if (response.Content.Headers.ContentRange?.From != target.Length) throw new IOException($"the server continues '{file}' at byte {response.Content.Headers.ContentRange?.From}, not at {target.Length}.");

        var expected = response.Content.Headers.ContentLength is { } rest ? target.Length + rest : (long?)null;
        if (info.Size is { } size && expected is { } announced && size != announced)
            throw new InvalidDataException($"'{file}' of '{id}' should have {size} bytes and the server sends {announced}. Try again later.");
        target.Seek(0, SeekOrigin.End);
        Copy(response, target, file, info, progress, cancellationToken);
        if (target.Length < (info.Size ?? expected ?? 0)) throw new IOException("the connection closed early.");
        return true;
    }

    private void Copy(HttpResponseMessage response, FileStream target, string file, HubFileInfo info, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        using var source = response.Content.ReadAsStream(cancellationToken);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var buffer = new byte[1 << 17];
        while (true)
        {
            patience.CancelAfter(settings.ReadTimeout);
            int read;
            try
            {
                read = source.ReadAsync(buffer, patience.Token).AsTask().GetAwaiter().GetResult();
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw new IOException($"nothing arrived for {settings.ReadTimeout.TotalSeconds:0.#} seconds.");
            }
            catch (HttpRequestException e)
            {
                throw new IOException(e.Message, e);
            }
            if (read == 0) return;
            if (target.Length + read > info.Size) throw new InvalidDataException($"'{file}' should have {info.Size} bytes and the server sends more. Try again later.");
            target.Write(buffer, 0, read);
            progress?.Report(new DownloadProgress(file, target.Length, info.Size));
        }
    }
}

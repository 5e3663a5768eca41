using MLNetTransfer.Modeling.Checkpoints.Hub;

namespace MLNetTransfer.Modeling.Checkpoints;

/// <summary>How far the download of one file of a model has come.</summary>
/// <param name="File">The file's name within the model, such as `model.safetensors`.</param>
/// <param name="BytesDone">Bytes on disk so far.</param>
/// <param name="BytesTotal">Bytes of the whole file, or null where the server did not say.</param>
public readonly record struct DownloadProgress(string File, long BytesDone, long? BytesTotal);

/// <summary>
/// Turns a `model` argument into a folder: a folder stays what it is; a hub id such as `org/name`, `name` or `org/name@revision` is looked up in the local
/// Hugging Face cache and downloaded into it where it is missing. HF_HOME, HF_HUB_CACHE, HF_HUB_OFFLINE, HF_ENDPOINT and HF_TOKEN are honoured.
/// </summary>
/// <remarks>
/// The cache has the layout of huggingface_hub and is shared with it, locks included. A model that is in the cache is used as it is, without a request;
/// to follow a branch that has moved on, give the commit or delete the model's folder in the cache.
/// </remarks>
public static class ModelLocator
{
    /// <summary>The folder that holds the files of a model.</summary>
    /// <param name="model">A folder, or a hub id, optionally with `@` and a branch, tag or commit (default `main`).</param>
    /// <param name="cancellationToken">Stops a download; what has arrived is kept and continued by the next call.</param>
    /// <returns>The path of the folder.</returns>
    /// <exception cref="ArgumentException"><paramref name="model"/> is neither a folder's path nor a hub id.</exception>
    /// <exception cref="DirectoryNotFoundException"><paramref name="model"/> is a path, and there is no such folder.</exception>
    /// <exception cref="FileNotFoundException">The hub has no such model, revision or file.</exception>
    /// <exception cref="UnauthorizedAccessException">The model is private or gated, and the token is missing or not entitled.</exception>
    /// <exception cref="InvalidDataException">What arrived does not match its checksum, or the hub's answer makes no sense.</exception>
    /// <exception cref="IOException">The model is not in the cache and cannot be downloaded: offline, no connection, no space.</exception>
    public static string Resolve(string model, CancellationToken cancellationToken = default) => Resolve(model, null, cancellationToken);

    /// <summary>The folder that holds the files of a model, with reports of a download's progress.</summary>
    /// <param name="model">A folder, or a hub id, optionally with `@` and a branch, tag or commit (default `main`).</param>
    /// <param name="progress">Hears of each file's download, or null.</param>
    /// <param name="cancellationToken">Stops a download; what has arrived is kept and continued by the next call.</param>
    /// <returns>The path of the folder.</returns>
    /// <inheritdoc cref="Resolve(string, CancellationToken)" path="/exception"/>
    public static string Resolve(string model, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken = default) =>
        Resolve(model, HubSettings.FromEnvironment, progress, cancellationToken);

    internal static string Resolve(string model, Func<HubSettings> settings, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(model);
        if (Directory.Exists(model)) return Path.GetFullPath(model);
        if (File.Exists(model)) throw new ArgumentException($"model: '{model}' is a file; give the folder that holds it and its {CheckpointNames.Config}.", nameof(model));
        if (HubModelId.LooksLikePath(model))
            throw new DirectoryNotFoundException($"model: there is no folder '{Path.GetFullPath(model)}'. Give an existing folder, or a hub id such as 'org/name'.");
        var id = HubModelId.Parse(model);
        return new HubSnapshots(settings()).Ensure(id, progress, cancellationToken);
    }
}

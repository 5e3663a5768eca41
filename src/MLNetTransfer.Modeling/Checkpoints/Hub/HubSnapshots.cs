using System.Text.Json.Nodes;

namespace MLNetTransfer.Modeling.Checkpoints.Hub;

/// <summary>Finds a model in the cache, or brings the files that it needs.</summary>
internal sealed class HubSnapshots(HubSettings settings)
{
    // What tells how text becomes tokens; every family has some of them.
    private static readonly string[] _tokenizerFiles =
        ["tokenizer.json", "vocab.txt", "vocab.json", "merges.txt", "spiece.model", "sentencepiece.bpe.model", "spm.model", "tokenizer.model"];

    private static readonly string[] _sideFiles =
        ["tokenizer_config.json", "special_tokens_map.json", "added_tokens.json", "generation_config.json", "config_sentence_transformers.json", "sentence_bert_config.json"];

    private const string Modules = "modules.json";

    private readonly HubClient _client = new(settings);

    /// <summary>The snapshot's folder; see <see cref="ModelLocator.Resolve(string, CancellationToken)"/> for what goes wrong.</summary>
    public string Ensure(HubModelId id, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        var cached = FindCached(id);
        if (cached is not null && HasTokenizer(cached)) return cached;
        if (settings.Offline)
            return cached ?? throw new IOException($"'{id}' is no folder and is not in the cache '{settings.CacheFolder}', and HF_HUB_OFFLINE forbids a download. Unset it, or copy the model into a folder and give that.");
        try
        {
            return Download(id, progress, cancellationToken);
        }
        catch (IOException) when (cached is not null)
        {
            // Weights without a tokenizer are still of use to those who bring their own.
            return cached;
        }
    }

    /// <summary>The folder of a snapshot with a config and all its weights, or null.</summary>
    private string? FindCached(HubModelId id)
    {
        var folder = Path.Combine(settings.CacheFolder, id.FolderName);
        var commit = id.Revision;
        if (!HubModelId.IsCommit(commit))
        {
            var reference = Path.Combine(folder, "refs", id.Revision);
            if (!CheckpointNames.Exists(reference)) return null;
            commit = File.ReadAllText(reference).Trim();
            if (!HubModelId.IsCommit(commit)) return null;
        }
        var snapshot = Path.Combine(folder, "snapshots", commit);
        if (!CheckpointNames.Exists(Path.Combine(snapshot, CheckpointNames.Config))) return null;
        return WeightFiles.Find(snapshot) is { } weights && weights.Files.All(f => CheckpointNames.Exists(Path.Combine(snapshot, f))) ? snapshot : null;
    }

    private static bool HasTokenizer(string snapshot) => _tokenizerFiles.Any(f => CheckpointNames.Exists(Path.Combine(snapshot, f)));

    private string Download(HubModelId id, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        var config = _client.Find(id, id.Revision, CheckpointNames.Config, cancellationToken)
            ?? throw new FileNotFoundException($"'{id}' has no '{CheckpointNames.Config}' at {settings.Endpoint}, so it is no model that can be loaded. Check its name.");
        // All further requests name the commit, so that a push in between cannot mix two versions.
        var snapshot = new Snapshot(this, id, config.Commit, progress, cancellationToken);
        snapshot.Place(CheckpointNames.Config, config);
        foreach (var file in _tokenizerFiles.Concat(_sideFiles)) snapshot.TryBring(file);
        BringModules(snapshot);
        // Last: a snapshot with weights has the rest too.
        BringWeights(snapshot, "");

        if (!HubModelId.IsCommit(id.Revision)) WriteReference(id, config.Commit);
        return snapshot.Folder;
    }

    /// <summary>The parts of a sentence-transformers model that lie in folders of their own, such as `1_Pooling`.</summary>
    private static void BringModules(Snapshot snapshot)
    {
        if (!snapshot.TryBring(Modules)) return;
        var path = Path.Combine(snapshot.Folder, Modules);
        // modules.json is a list, and the reader of objects is the one with the limits.
        var wrapped = JsonFiles.ParseObject([.. "{\"modules\":"u8, .. ReadBounded(path), .. "}"u8], $"'{path}'");
        foreach (var module in wrapped["modules"] as JsonArray ?? throw new InvalidDataException($"'{path}' should hold a list. Download it again."))
        {
            var folder = (module as JsonObject)?["path"] is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";
            if (folder.Length == 0) continue;
            if (!CheckpointNames.IsPlainRelativePath(folder)) throw new InvalidDataException($"'{path}': the path '{folder}' leads out of the model. Do not use this model.");
            if (snapshot.TryBring($"{folder}/{CheckpointNames.Config}")) BringWeights(snapshot, folder + "/", required: false);
        }
    }

    private static byte[] ReadBounded(string path) =>
        new FileInfo(path).Length <= JsonFiles.MaxBytes ? File.ReadAllBytes(path) : throw new InvalidDataException($"'{path}' has more than {JsonFiles.MaxBytes} bytes.");

    private static void BringWeights(Snapshot snapshot, string folder, bool required = true)
    {
        foreach (var (_, file, isIndex) in WeightFiles.Candidates)
        {
            if (!snapshot.TryBring(folder + file)) continue;
            if (!isIndex) return;
            foreach (var shard in ShardIndex.Read(Path.Combine(snapshot.Folder, folder + file)).Files) snapshot.Bring(folder + shard);
            return;
        }
        if (required)
            throw new FileNotFoundException($"'{snapshot.Id}' has none of {string.Join(", ", WeightFiles.Candidates.Select(c => c.File))}. Choose a model with PyTorch or safetensors weights.");
    }

    private void WriteReference(HubModelId id, string commit)
    {
        var path = Path.Combine(settings.CacheFolder, id.FolderName, "refs", id.Revision);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        AtomicFile.Write(path, stream => stream.Write(System.Text.Encoding.ASCII.GetBytes(commit)));
    }

    /// <summary>The snapshot being filled.</summary>
    private sealed class Snapshot(HubSnapshots owner, HubModelId id, string commit, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        private readonly BlobDownload _blobs = new(owner.Settings, owner._client);

        public HubModelId Id => id;

        public string Folder { get; } = Path.Combine(owner.Settings.CacheFolder, id.FolderName, "snapshots", commit);

        /// <summary>Brings a file; false where the model does not have it.</summary>
        public bool TryBring(string file)
        {
            if (CheckpointNames.Exists(Path.Combine(Folder, file))) return true;
            if (owner._client.Find(id, commit, file, cancellationToken) is not { } info) return false;
            Place(file, info);
            return true;
        }

        public void Bring(string file)
        {
            if (!TryBring(file)) throw new FileNotFoundException($"'{id}' has no file '{file}', which its index names. The model is incomplete; choose another revision.");
        }

        public void Place(string file, HubFileInfo info)
        {
            if (info.Commit != commit) throw new InvalidDataException($"{owner.Settings.Endpoint} answers for commit {info.Commit} where {commit} of '{id}' was asked for. Try again.");
            var blob = _blobs.Ensure(id, file, info, progress, cancellationToken);
            var path = Path.Combine(Folder, file);
            if (CheckpointNames.Exists(path)) return;
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            try
            {
                // What is here now is a link that leads nowhere.
                File.Delete(path);
                File.CreateSymbolicLink(path, Path.GetRelativePath(Path.GetDirectoryName(path)!, blob));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or PlatformNotSupportedException)
            {
                // Another process was faster, or the system has no links for this user: then a copy.
                if (!CheckpointNames.Exists(path)) AtomicFile.Copy(blob, path);
            }
        }
    }

    private HubSettings Settings => settings;
}

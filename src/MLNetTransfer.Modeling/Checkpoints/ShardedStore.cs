using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Checkpoints;

/// <summary>The weights of a folder: one file, or shards as one.</summary>
internal sealed class ShardedStore : ITensorStore
{
    private readonly List<ITensorStore> _shards = [];
    private readonly Dictionary<string, ITensorStore> _shardOf = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, TensorEntry> _tensors = new(StringComparer.Ordinal);

    /// <exception cref="InvalidDataException">A shard is missing or damaged, or is not what the index says.</exception>
    public ShardedStore(string folder, WeightFiles files)
    {
        try
        {
            foreach (var file in files.Files) Add(Path.Combine(folder, file), files);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public IReadOnlyDictionary<string, TensorEntry> Tensors => _tensors;

    public void ReadInto(TensorEntry entry, Tensor destination) => _shardOf[entry.Name].ReadInto(entry, destination);

    public long MaxElements(TensorEntry entry) => _shardOf[entry.Name].MaxElements(entry);

    public void Dispose() => _shards.ForEach(s => s.Dispose());

    private void Add(string path, WeightFiles files)
    {
        if (!CheckpointNames.Exists(path)) throw new InvalidDataException($"The file '{path}', which the index of the checkpoint names, is missing. Download it.");
        ITensorStore shard = files.Format switch
        {
            WeightFormat.Safetensors => SafetensorsFile.Open(path),
            WeightFormat.Hdf5 => new Hdf5.Hdf5File(path),
            _ => new Pickle.TorchFile(path),
        };
        _shards.Add(shard);
        foreach (var (name, entry) in shard.Tensors)
        {
            if (!_tensors.TryAdd(name, entry)) throw new InvalidDataException($"'{name}' lies in two shards of the checkpoint, '{path}' is one. Download the checkpoint again.");
            _shardOf.Add(name, shard);
        }
        if (files.Index?.FileOf.FirstOrDefault(f => f.Value == Path.GetFileName(path) && !shard.Tensors.ContainsKey(f.Key)) is { Key: { } missing })
            throw new InvalidDataException($"'{path}' should hold '{missing}', as the index of the checkpoint says. Download both again.");
    }
}

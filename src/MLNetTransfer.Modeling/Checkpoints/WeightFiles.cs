using System.Text.Json.Nodes;

namespace MLNetTransfer.Modeling.Checkpoints;

/// <summary>How the weights of a checkpoint are stored.</summary>
internal enum WeightFormat
{
    Safetensors,
    Pickle,
    Hdf5,
}

/// <summary>The files that hold a folder's weights.</summary>
/// <param name="Format">Their format.</param>
/// <param name="Files">Their names within the folder, at least one.</param>
/// <param name="Index">The index that named them, or null of a single file.</param>
internal sealed record WeightFiles(WeightFormat Format, IReadOnlyList<string> Files, ShardIndex? Index)
{
    /// <summary>What to look for, best first: the index is null where the weights are one file.</summary>
    public static IReadOnlyList<(WeightFormat Format, string File, bool IsIndex)> Candidates { get; } =
    [
        (WeightFormat.Safetensors, CheckpointNames.Safetensors, false),
        (WeightFormat.Safetensors, CheckpointNames.SafetensorsIndex, true),
        (WeightFormat.Pickle, CheckpointNames.Pickle, false),
        (WeightFormat.Pickle, CheckpointNames.PickleIndex, true),
        (WeightFormat.Pickle, CheckpointNames.FastaiPickle, false),
    ];

    /// <summary>The best weights of the folder, or null where it has none. The shards of an index are not checked for.</summary>
    public static WeightFiles? Find(string folder)
    {
        foreach (var (format, file, isIndex) in Candidates)
        {
            var path = Path.Combine(folder, file);
            if (!CheckpointNames.Exists(path)) continue;
            if (!isIndex) return new(format, [file], null);
            var index = ShardIndex.Read(path);
            return new(format, index.Files, index);
        }
        return ElmoFolder.FindWeights(folder) is { } elmo ? new(WeightFormat.Hdf5, [elmo], null) : null;
    }
}

/// <summary>An index.json: which shard holds which tensor.</summary>
internal sealed class ShardIndex
{
    private ShardIndex(IReadOnlyDictionary<string, string> fileOf) => FileOf = fileOf;

    /// <summary>The shard's file name, by the tensor's name.</summary>
    public IReadOnlyDictionary<string, string> FileOf { get; }

    /// <summary>The shards, each once, sorted by name.</summary>
    public IReadOnlyList<string> Files => [.. FileOf.Values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <exception cref="InvalidDataException">The index is damaged, or names a file outside its folder.</exception>
    public static ShardIndex Read(string path) => Parse(JsonFiles.ReadObject(path), $"'{path}'");

    internal static ShardIndex Parse(JsonObject json, string what)
    {
        if (json["weight_map"] is not JsonObject { Count: > 0 } map)
            throw new InvalidDataException($"{what} should have an object `weight_map` that names the shard of each tensor. Download it again.");
        var fileOf = new Dictionary<string, string>(map.Count, StringComparer.Ordinal);
        foreach (var (tensor, node) in map)
        {
            if (node is not JsonValue value || !value.TryGetValue<string>(out var file))
                throw new InvalidDataException($"{what}: the shard of '{tensor}' should be a file name and is {node?.ToJsonString() ?? "null"}.");
            if (!CheckpointNames.IsPlainFileName(file))
                throw new InvalidDataException($"{what}: the shard of '{tensor}' should be the name of a file beside the index and is '{file}'. Do not use this checkpoint.");
            fileOf.Add(tensor, file);
        }
        return new ShardIndex(fileOf);
    }
}

using System.Globalization;
using System.Text.Json.Nodes;
using MLNetTransfer.Modeling.Families;
using MLNetTransfer.Modeling.Layers;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Checkpoints;

/// <summary>How a checkpoint is written.</summary>
public sealed class CheckpointWriteOptions
{
    /// <summary>The type that floating-point parameters are stored in: float32, float16 or bfloat16. Default null: the type they have.</summary>
    public ScalarType? DataType { get; init; }

    /// <summary>
    /// Stores matrices as int8 with a scale a row, a quarter of float32's size, in a form that this library alone reads; what is left stays float32. Default false.
    /// </summary>
    public bool QuantizeMatrices { get; init; }

    /// <summary>The size in bytes above which the weights are split into several files; at least 1. Default 5,000,000,000.</summary>
    public long MaxShardBytes { get; init; } = 5_000_000_000;
}

/// <summary>Writes a folder that Hugging Face's transformers loads: `config.json` and the weights as safetensors, in shards where they are large.</summary>
public static class CheckpointWriter
{
    /// <summary>Writes a module. Each file replaces an older one only when it is whole; `config.json` comes last.</summary>
    /// <param name="folder">The folder, made where it does not exist.</param>
    /// <param name="config">What `config.json` shall say; its `dtype` or `torch_dtype` is set to the type stored.</param>
    /// <param name="module">The module, whose parameters and persistent buffers are written.</param>
    /// <param name="names">How the module's names and the checkpoint's correspond; null where they are the same.</param>
    /// <param name="options">Type and size of the files; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of range, or a parameter has no name in checkpoints.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static void Write(string folder, JsonObject config, nn.Module module, ParameterNames? names = null, CheckpointWriteOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(module);
        Write(folder, config, Collect(module, names), options);
    }

    /// <summary>Writes tensors by their names in the checkpoint.</summary>
    /// <param name="folder">The folder, made where it does not exist.</param>
    /// <param name="config">What `config.json` shall say; its `dtype` or `torch_dtype` is set to the type stored.</param>
    /// <param name="tensors">The tensors.</param>
    /// <param name="options">Type and size of the files; null for the defaults.</param>
    /// <inheritdoc cref="Write(string, JsonObject, nn.Module, ParameterNames, CheckpointWriteOptions)" path="/exception"/>
    public static void Write(string folder, JsonObject config, IReadOnlyCollection<KeyValuePair<string, Tensor>> tensors, CheckpointWriteOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(tensors);
        options ??= new CheckpointWriteOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxShardBytes, 1);
        Directory.CreateDirectory(folder);

        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        if (options.QuantizeMatrices)
        {
            if (options.DataType is not (null or ScalarType.Float32))
                throw new ArgumentException($"The option {nameof(CheckpointWriteOptions.QuantizeMatrices)} goes with the {nameof(CheckpointWriteOptions.DataType)} Float32 alone, and it is {options.DataType}.", nameof(options));
            tensors = RowQuantization.Quantize(tensors);
        }

        var shards = Split(tensors, options);
        if (shards.Count == 1)
        {
            new SafetensorsWriter(shards[0], options.DataType).Write(Path.Combine(folder, CheckpointNames.Safetensors));
            // Shards of an older, larger model would only lie about.
            RemoveOld(folder, [CheckpointNames.Safetensors]);
        }
        else
        {
            WriteShards(folder, shards, options.DataType);
        }
        JsonFiles.WriteObject(Path.Combine(folder, CheckpointNames.Config), WithType(config, tensors, options.DataType));
    }

    /// <summary>A module's tensors by their names in checkpoints; of tied ones the first, unless the names ask for copies.</summary>
    internal static IReadOnlyList<KeyValuePair<string, Tensor>> Collect(nn.Module module, ParameterNames? names)
    {
        // Without its adapter the model is another one.
        if (module.modules().OfType<LinearLayer>().Any(l => l.Adapter is not null))
            throw new InvalidOperationException("The model carries an adapter. Merge it into the weights and take it off before the model is saved, or save the adapter by itself.");
        var seen = new HashSet<TensorIdentity>();
        var stored = module.state_dict().Where(t => seen.Add(TensorIdentity.Of(t.Value))).Select(t => KeyValuePair.Create(names is null ? t.Key : names.ToCheckpoint(t.Key), t.Value));
        return [.. stored.SelectMany(t => (names?.CopiesOf(t.Key) ?? []).Prepend(t.Key).Select(name => KeyValuePair.Create(name, t.Value)))];
    }

    /// <summary>Fills shards in the order given; a tensor above the limit gets one of its own.</summary>
    private static List<List<KeyValuePair<string, Tensor>>> Split(IEnumerable<KeyValuePair<string, Tensor>> tensors, CheckpointWriteOptions options)
    {
        List<List<KeyValuePair<string, Tensor>>> shards = [[]];
        var size = 0L;
        foreach (var tensor in tensors)
        {
            var bytes = Bytes(tensor.Value, options.DataType);
            if (shards[^1].Count > 0 && size + bytes > options.MaxShardBytes)
            {
                shards.Add([]);
                size = 0;
            }
            shards[^1].Add(tensor);
            size += bytes;
        }
        return shards;
    }

    private static long Bytes(Tensor tensor, ScalarType? dtype) => tensor.numel() * TensorTypes.Size(SafetensorsWriter.StoredType(tensor.dtype, dtype));

    private static void WriteShards(string folder, List<List<KeyValuePair<string, Tensor>>> shards, ScalarType? dtype)
    {
        var files = Enumerable.Range(1, shards.Count).Select(i => string.Create(CultureInfo.InvariantCulture, $"model-{i:00000}-of-{shards.Count:00000}.safetensors")).ToArray();
        var map = new SortedDictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < shards.Count; i++)
        {
            new SafetensorsWriter(shards[i], dtype).Write(Path.Combine(folder, files[i]));
            foreach (var (name, _) in shards[i]) map.Add(name, files[i]);
        }
        var all = shards.SelectMany(s => s.Select(t => t.Value)).ToArray();
        var index = new JsonObject
        {
            ["metadata"] = new JsonObject { ["total_parameters"] = all.Sum(t => t.numel()), ["total_size"] = all.Sum(t => Bytes(t, dtype)) },
            ["weight_map"] = new JsonObject(map.Select(m => KeyValuePair.Create(m.Key, (JsonNode?)m.Value))),
        };
        JsonFiles.WriteObject(Path.Combine(folder, CheckpointNames.SafetensorsIndex), index);
        // A single file goes before an index when a folder is read.
        RemoveOld(folder, [CheckpointNames.SafetensorsIndex, .. files]);
    }

    private static void RemoveOld(string folder, string[] kept)
    {
        foreach (var path in Directory.GetFiles(folder, "model*.safetensors*"))
        {
            var name = Path.GetFileName(path);
            var ours = name is CheckpointNames.Safetensors or CheckpointNames.SafetensorsIndex || (name.StartsWith("model-", StringComparison.Ordinal) && name.EndsWith(".safetensors", StringComparison.Ordinal));
            if (ours && !kept.Contains(name)) File.Delete(path);
        }
    }

    private static JsonObject WithType(JsonObject config, IEnumerable<KeyValuePair<string, Tensor>> tensors, ScalarType? dtype)
    {
        var copy = (JsonObject)config.DeepClone();
        var types = tensors.Select(t => SafetensorsWriter.StoredType(t.Value.dtype, dtype)).Where(TensorTypes.IsFloatingPoint).Distinct().ToArray();
        if (types is [var type])
            copy[copy.ContainsKey("dtype") ? "dtype" : "torch_dtype"] = type.ToString().ToLowerInvariant();
        return copy;
    }
}

using System.Text.Json.Nodes;
using MLNetTransfer.Modeling.Families;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Checkpoints;

/// <summary>
/// A folder in Hugging Face's layout, opened for reading: `config.json` and the weights in `model.safetensors`, its shards, `pytorch_model.bin`, or its
/// shards, the first that is there. A folder of ELMo may have its publishers' own files instead, `...options.json` and `...weights.hdf5`. Of one thread at a time.
/// </summary>
public sealed class Checkpoint : IDisposable
{
    private readonly ITensorStore _store;

    private Checkpoint(string folder, JsonObject config, ITensorStore store)
    {
        Folder = folder;
        Config = config;
        _store = store;
    }

    /// <summary>The folder, or the name of what lies in memory.</summary>
    public string Folder { get; }

    /// <summary>The whole of `config.json`.</summary>
    public JsonObject Config { get; }

    /// <summary>The tensors by name; their numbers are read when they are copied.</summary>
    public IReadOnlyDictionary<string, TensorEntry> Tensors => _store.Tensors;

    /// <summary>Opens a folder and checks everything but the numbers.</summary>
    /// <param name="folder">The folder; <see cref="ModelLocator"/> finds that of a hub id.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="FileNotFoundException">It has no `config.json` or no weights.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, or a pickle holds more than tensors; the message names the file.</exception>
    public static Checkpoint Open(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        var config = ReadConfig(folder);
        var files = WeightFiles.Find(folder)
            ?? throw new FileNotFoundException($"The folder '{folder}' has none of {string.Join(", ", WeightFiles.Candidates.Select(c => c.File))}. Give the folder of a PyTorch or safetensors checkpoint.");
        return new Checkpoint(folder, config, RowQuantization.Read(new ShardedStore(folder, files), $"The checkpoint '{folder}'"));
    }

    /// <summary>Opens weights that lie in memory.</summary>
    /// <param name="name">What errors call them, and <see cref="Folder"/>.</param>
    /// <param name="config">What `config.json` says.</param>
    /// <param name="safetensors">The weights.</param>
    /// <exception cref="InvalidDataException">They are damaged.</exception>
    public static Checkpoint Open(string name, JsonObject config, ReadOnlyMemory<byte> safetensors)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(config);
        return new Checkpoint(name, config, RowQuantization.Read(SafetensorsFile.Open(safetensors), name));
    }

    /// <summary>Reads `config.json` alone, or what stands for it.</summary>
    /// <param name="folder">The folder that holds it.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="FileNotFoundException">It has no `config.json`.</exception>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static JsonObject ReadConfig(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"There is no folder '{Path.GetFullPath(folder)}'. Give the folder of a checkpoint.");
        var path = Path.Combine(folder, CheckpointNames.Config);
        if (CheckpointNames.Exists(path)) return JsonFiles.ReadObject(path);
        return ElmoFolder.ReadConfig(folder) ?? throw new FileNotFoundException($"The folder '{folder}' has no '{CheckpointNames.Config}'. Give the folder of a Hugging Face checkpoint.", path);
    }

    /// <summary>Copies the weights into a module's parameters and persistent buffers, converting to their types and devices. Either all of it fits, or nothing is changed.</summary>
    /// <param name="module">The module to fill.</param>
    /// <param name="names">How the module's names and the checkpoint's correspond; null where they are the same.</param>
    /// <param name="options">What may be missing; null for the defaults.</param>
    /// <returns>What was loaded, and what was not, by the checkpoint's names.</returns>
    /// <exception cref="InvalidDataException">A parameter that must be there is missing or has another shape, or nothing fits; the message names it.</exception>
    public LoadReport LoadInto(nn.Module module, ParameterNames? names = null, LoadOptions? options = null) =>
        ModuleLoader.Load(_store, $"The checkpoint '{Folder}'", module, names, options);

    /// <summary>Reads a tensor.</summary>
    /// <param name="name">A name of <see cref="Tensors"/>.</param>
    /// <param name="dtype">The type wanted; null keeps the stored one.</param>
    /// <param name="device">Where to; null is the CPU.</param>
    /// <returns>A new tensor, the caller's to dispose.</returns>
    /// <exception cref="KeyNotFoundException">There is no tensor of that name.</exception>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public Tensor Read(string name, ScalarType? dtype = null, Device? device = null) => _store.Read(name, dtype, device, $"The checkpoint '{Folder}'");

    /// <summary>Closes the files.</summary>
    public void Dispose() => _store.Dispose();
}

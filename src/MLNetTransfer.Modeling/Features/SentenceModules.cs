using System.Text.Json;
using System.Text.Json.Nodes;
using MLNetTransfer.Modeling.Checkpoints;
using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Layers;

namespace MLNetTransfer.Modeling.Features;

/// <summary>
/// What a sentence-transformers folder says of how texts become vectors: modules.json with a pooling, and perhaps dense layers and a normalisation behind it, each
/// in a folder of its own; and how long texts may be.
/// </summary>
internal sealed class SentenceModules
{
    private const string ListName = "modules.json";
    private const string LengthName = "sentence_bert_config.json";
    private const int MaxModules = 16;
    private const long MaxWeightBytes = 1 << 30;

    private SentenceModules(IReadOnlyDictionary<string, byte[]> files) => Files = files;

    /// <summary>The ways of pooling, in the order in which their vectors stand beside one another.</summary>
    public required IReadOnlyList<TokenPooling> Pooling { get; init; }

    /// <summary>Tokens of a row, at most; null where nothing is said.</summary>
    public required int? MaxTokens { get; init; }

    /// <summary>Whether texts are made lower case before the tokenizer sees them.</summary>
    public required bool LowerCase { get; init; }

    /// <summary>The files that all this was read from, by relative path: a saved model holds them.</summary>
    public IReadOnlyDictionary<string, byte[]> Files { get; }

    /// <summary>Reads a model's folder; null where it has no modules.json.</summary>
    /// <exception cref="InvalidDataException">A file is damaged; the message names it.</exception>
    /// <exception cref="NotSupportedException">A module is of a kind that is not supported; the message names it.</exception>
    public static SentenceModules? Read(string folder)
    {
        if (!CheckpointNames.Exists(Path.Combine(folder, ListName))) return null;
        var files = new Dictionary<string, byte[]>();
        byte[]? Take(string name, bool required)
        {
            var path = Path.Combine(folder, name);
            if (!CheckpointNames.Exists(path)) return required ? throw new InvalidDataException($"'{path}' is missing: {ListName} asks for it. Download the model again.") : null;
            if (new FileInfo(path).Length is var length && length > MaxWeightBytes) throw new InvalidDataException($"'{path}' has {length:N0} bytes; at most {MaxWeightBytes:N0} are read.");
            return files[name] = File.ReadAllBytes(path);
        }
        return Read(Take, files);
    }

    /// <summary>Reads the files of a saved model.</summary>
    /// <inheritdoc cref="Read(string)"/>
    public static SentenceModules? Read(IReadOnlyDictionary<string, byte[]> files) => !files.ContainsKey(ListName) ? null
        : Read((name, required) => files.TryGetValue(name, out var content) ? content : required ? throw new InvalidDataException($"'{name}' is missing: {ListName} asks for it.") : null, files);

    /// <summary>The modules behind pooling, with their weights.</summary>
    public IReadOnlyList<SentenceModule> CreateModules() => [.. Listed(Files[ListName]).Where(m => m.Kind is not ("Transformer" or "Pooling")).Select(m => Create(m.Kind, m.Path))];

    private static SentenceModules Read(Func<string, bool, byte[]?> take, IReadOnlyDictionary<string, byte[]> files)
    {
        IReadOnlyList<TokenPooling>? pooling = null;
        int? maxTokens = null;
        var lowerCase = false;
        if (take(LengthName, false) is { } lengths)
        {
            var settings = JsonFiles.ParseObject(lengths, LengthName);
            maxTokens = OptionalInteger(settings, "max_seq_length", LengthName);
            lowerCase = Flag(settings, "do_lower_case", LengthName, false);
        }
        foreach (var (kind, path) in Listed(take(ListName, true)!))
        {
            var config = kind == "Transformer" ? null : take(InFolder(path, CheckpointNames.Config), kind is "Pooling" or "Dense");
            if (kind == "Pooling")
            {
                if (pooling is not null) throw new NotSupportedException($"{ListName} has more than one Pooling module; one is supported.");
                pooling = SentencePooling.Read(JsonFiles.ParseObject(config, InFolder(path, CheckpointNames.Config)), InFolder(path, CheckpointNames.Config));
            }
            else if (kind == "Dense" && take(InFolder(path, CheckpointNames.Safetensors), false) is null)
            {
                throw new InvalidDataException($"'{InFolder(path, CheckpointNames.Safetensors)}' is missing: the weights of a Dense module are read from safetensors only. Save the model again with a current sentence-transformers.");
            }
        }
        var read = new SentenceModules(files) { Pooling = pooling ?? throw new InvalidDataException($"{ListName} has no Pooling module."), MaxTokens = maxTokens, LowerCase = lowerCase };
        foreach (var module in read.CreateModules()) module.Dispose();
        return read;
    }

    private static List<(string Kind, string Path)> Listed(byte[] json)
    {
        // A list, and the reader of objects is the one with the limits.
        var wrapped = JsonFiles.ParseObject([.. "{\"modules\":"u8, .. json, .. "}"u8], ListName);
        if (wrapped["modules"] is not JsonArray { Count: > 0 and <= MaxModules } list) throw new InvalidDataException($"{ListName} should hold a list of 1 to {MaxModules} modules.");
        var modules = new List<(string, string)>();
        foreach (var entry in list)
        {
            var type = (entry as JsonObject)?["type"] is JsonValue t && t.TryGetValue(out string? text) ? text : throw new InvalidDataException($"{ListName}: a module has no 'type'.");
            var path = entry!["path"] is JsonValue p && p.TryGetValue(out string? name) ? name : "";
            var kind = type[(type.LastIndexOf('.') + 1)..];
            if (kind is not ("Transformer" or "Pooling" or "Dense" or "Normalize" or "Dropout"))
                throw new NotSupportedException($"{ListName}: the module '{type}' is not supported; supported are Transformer, Pooling, Dense, Normalize and Dropout.");
            if (kind == "Transformer" ? path.Length > 0 : !CheckpointNames.IsPlainRelativePath(path))
                throw new InvalidDataException($"{ListName}: the module '{type}' is in '{path}', which is no folder that it can be in.");
            if (kind != "Dropout") modules.Add((kind, path));
        }
        return modules;
    }

    private SentenceModule Create(string kind, string path)
    {
        if (kind == "Normalize") return new NormalizeModule();
        var name = InFolder(path, CheckpointNames.Config);
        var config = JsonFiles.ParseObject(Files[name], name);
        var function = config["activation_function"] is JsonValue f && f.TryGetValue(out string? text) ? text[(text.LastIndexOf('.') + 1)..] : "Tanh";
        Activation? activation = function switch
        {
            "Identity" => null,
            "Tanh" => Activation.Tanh,
            "GELU" => Activation.Gelu,
            "ReLU" => Activation.Relu,
            "SiLU" => Activation.Silu,
            _ => throw new NotSupportedException($"{name}: the activation '{function}' is not supported; supported are Identity, Tanh, GELU, ReLU and SiLU."),
        };
        int Size(string key) => OptionalInteger(config, key, name) ?? throw new InvalidDataException($"{name}: '{key}' is missing; expected the size of a vector.");
        var dense = new DenseModule(Size("in_features"), Size("out_features"), Flag(config, "bias", name, true), activation);
        try
        {
            var weights = Files[InFolder(path, CheckpointNames.Safetensors)];
            using var stored = SafetensorsFile.Open(new MemoryStream(weights), weights.Length);
            stored.LoadInto(dense);
            return dense;
        }
        catch
        {
            dense.Dispose();
            throw;
        }
    }

    private static string InFolder(string path, string name) => $"{path}/{name}";

    private static int? OptionalInteger(JsonObject config, string key, string file) => config[key] switch
    {
        null => null,
        JsonValue v when v.GetValueKind() == JsonValueKind.Number && v.TryGetValue(out int number) && number is > 0 and <= 1 << 20 => number,
        var other => throw new InvalidDataException($"{file}: '{key}' is {other.ToJsonString()}; expected an integer above 0."),
    };

    internal static bool Flag(JsonObject config, string key, string file, bool fallback) => config[key] switch
    {
        null => fallback,
        JsonValue v when v.TryGetValue(out bool flag) => flag,
        var other => throw new InvalidDataException($"{file}: '{key}' is {other.ToJsonString()}; expected true or false."),
    };
}

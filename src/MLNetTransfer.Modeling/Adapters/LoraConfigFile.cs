using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MLNetTransfer.Modeling.Adapters;

/// <summary>PEFT's <c>adapter_config.json</c> of a LoRA adapter. An option that changes what is computed and is not supported is refused by its name.</summary>
internal sealed class LoraConfigFile(JsonObject source, string what)
{
    // These say where an adapter comes from and where it goes to, or belong to options that are refused when they are in use.
    private static readonly HashSet<string> _notes = new(StringComparer.Ordinal)
    {
        "auto_mapping", "inference_mode", "megatron_core", "peft_version", "qalora_group_size", "revision", "task_type",
        // Whether weights lie with the input first is known of each layer.
        "fan_in_fan_out",
    };

    private readonly HashSet<string> _read = new(_notes, StringComparer.Ordinal);

    /// <summary>The options that the file describes.</summary>
    /// <exception cref="InvalidDataException">A value is not what it must be.</exception>
    /// <exception cref="NotSupportedException">An option is in use that is not supported here.</exception>
    public LoraOptions Read()
    {
        if (Value("peft_type") is not JsonValue type || !type.TryGetValue(out string? name) || name != "LORA")
            throw new NotSupportedException($"{what}: 'peft_type' is {Show(Value("peft_type"))}; adapters of type \"LORA\" are supported.");
        CheckStart();
        var options = new LoraOptions
        {
            Rank = Integer("r", 8),
            Alpha = Number("lora_alpha", 8),
            Dropout = Number("lora_dropout", 0),
            RankStabilized = Flag("use_rslora"),
            TargetModules = Selector("target_modules", allLinear: true) ?? throw Wrong("target_modules", "names of modules, a pattern or \"all-linear\""),
            ExcludeModules = Selector("exclude_modules", allLinear: false),
            LayersToTransform = Layers("layers_to_transform"),
            LayersPattern = Value("layers_pattern") is JsonValue one && one.TryGetValue(out string? text) ? [text] : Texts("layers_pattern") ?? [],
            ModulesToSave = [.. (Texts("modules_to_save") ?? []).Union(Heads(), StringComparer.Ordinal)],
            Bias = Text("bias") switch
            {
                null or "none" => AdapterBias.None,
                "all" => AdapterBias.All,
                "lora_only" => AdapterBias.AdaptedLayers,
                _ => throw Wrong("bias", "\"none\", \"all\" or \"lora_only\""),
            },
            RankPattern = Numbers("rank_pattern").ToDictionary(p => p.Key, p => p.Value == Math.Floor(p.Value) && p.Value is >= 1 and <= LoraOptions.MaxRank ? (int)p.Value : throw Wrong("rank_pattern", $"ranks from 1 to {LoraOptions.MaxRank}")),
            AlphaPattern = Numbers("alpha_pattern"),
            BaseModel = Text("base_model_name_or_path"),
        };
        foreach (var (key, value) in source)
            if (!_read.Contains(key) && IsInUse(value)) throw new NotSupportedException($"{what}: the option '{key}' is {Show(value)}, which is not supported. Merge the adapter into its model with PEFT, and load that model.");
        try
        {
            options.Check();
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException($"{what}: {e.Message}", e);
        }
        return options;
    }

    /// <summary>What the file says of options that were made here.</summary>
    public static JsonObject Write(LoraOptions options, bool inputFirst) => new()
    {
        ["alpha_pattern"] = new JsonObject(options.AlphaPattern.Select(p => KeyValuePair.Create(p.Key, (JsonNode?)p.Value))),
        ["base_model_name_or_path"] = options.BaseModel,
        ["bias"] = options.Bias switch { AdapterBias.All => "all", AdapterBias.AdaptedLayers => "lora_only", _ => "none" },
        ["exclude_modules"] = Selection(options.ExcludeModules),
        ["fan_in_fan_out"] = inputFirst,
        ["inference_mode"] = true,
        ["init_lora_weights"] = true,
        ["layers_pattern"] = options.LayersPattern.Count == 0 ? null : Texts(options.LayersPattern),
        ["layers_to_transform"] = options.LayersToTransform is { } layers ? new JsonArray([.. layers.Select(l => (JsonNode)l)]) : null,
        ["lora_alpha"] = options.Alpha == Math.Floor(options.Alpha) && options.Alpha < int.MaxValue ? (int)options.Alpha : options.Alpha,
        ["lora_dropout"] = options.Dropout,
        ["modules_to_save"] = options.ModulesToSave.Count == 0 ? null : Texts(options.ModulesToSave),
        ["peft_type"] = "LORA",
        ["r"] = options.Rank,
        ["rank_pattern"] = new JsonObject(options.RankPattern.Select(p => KeyValuePair.Create(p.Key, (JsonNode?)p.Value))),
        ["target_modules"] = Selection(options.TargetModules),
        ["task_type"] = null,
        ["use_rslora"] = options.RankStabilized,
    };

    private static JsonNode? Selection(ModuleSelector? selector) =>
        selector is null ? null : selector.RegexPattern ?? (ReferenceEquals(selector, ModuleSelector.AllLinear) ? "all-linear" : (JsonNode?)Texts(selector.ModuleNames));

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(t => (JsonNode)t)]);

    /// <summary>The new heads that PEFT trains and saves whole for a task, whether the file says so or not.</summary>
    private string[] Heads() => Value("task_type") is JsonValue v && v.TryGetValue(out string? task) ? task switch
    {
        "SEQ_CLS" or "TOKEN_CLS" => ["classifier", "score"],
        "QUESTION_ANS" => ["qa_outputs"],
        _ => [],
    } : [];

    /// <summary>Some ways to start an adapter also change the weights below it, which the files do not tell.</summary>
    private void CheckStart()
    {
        var start = Value("init_lora_weights");
        if (start is null || start.GetValueKind() is JsonValueKind.True or JsonValueKind.False || (start is JsonValue v && v.TryGetValue(out string? text) && text == "gaussian")) return;
        throw new NotSupportedException($"{what}: the option 'init_lora_weights' is {Show(start)}, which is not supported: the adapter fits weights that were changed when it was made. Convert it with PEFT (path_initial_model_for_weight_conversion).");
    }

    private JsonNode? Value(string key)
    {
        _read.Add(key);
        return source.TryGetPropertyValue(key, out var value) ? value : null;
    }

    private static bool IsInUse(JsonNode? value) => value switch
    {
        null => false,
        JsonArray a => a.Count > 0,
        JsonObject o => o.Count > 0,
        _ => value.GetValueKind() is not JsonValueKind.False,
    };

    private string? Text(string key) => Value(key) switch
    {
        null => null,
        JsonValue v when v.TryGetValue(out string? text) => text,
        _ => throw Wrong(key, "a text"),
    };

    private bool Flag(string key) => Value(key)?.GetValueKind() switch
    {
        null or JsonValueKind.False => false,
        JsonValueKind.True => true,
        _ => throw Wrong(key, "true or false"),
    };

    private double Number(string key, double fallback) => Value(key) is not { } value ? fallback : AsNumber(value) ?? throw Wrong(key, "a number");

    private int Integer(string key, int fallback) =>
        Number(key, fallback) is var number && number == Math.Floor(number) && Math.Abs(number) < int.MaxValue ? (int)number : throw Wrong(key, "an integer");

    private string[]? Texts(string key) => Value(key) switch
    {
        null => null,
        JsonArray items when items.All(i => i is JsonValue v && v.TryGetValue(out string? text) && text.Length > 0) => [.. items.Select(i => i!.GetValue<string>()).Distinct(StringComparer.Ordinal)],
        _ => throw Wrong(key, "a list of texts"),
    };

    private int[]? Layers(string key) => Value(key) switch
    {
        null => null,
        JsonArray items => [.. items.Select(i => Layer(key, i))],
        var one => [Layer(key, one)],
    };

    private int Layer(string key, JsonNode? node) =>
        node is not null && AsNumber(node) is { } number && number == Math.Floor(number) && number is >= 0 and < int.MaxValue ? (int)number : throw Wrong(key, "layers' numbers, from 0");

    private ModuleSelector? Selector(string key, bool allLinear)
    {
        if (Value(key) is JsonValue v && v.TryGetValue(out string? pattern))
        {
            if (allLinear && pattern.Equals("all-linear", StringComparison.OrdinalIgnoreCase)) return ModuleSelector.AllLinear;
            try
            {
                return ModuleSelector.Pattern(pattern);
            }
            catch (ArgumentException e)
            {
                throw new InvalidDataException($"{what}: '{key}' is no pattern that can be read: {e.Message}", e);
            }
        }
        return Texts(key) is { Length: > 0 } names ? ModuleSelector.Named(names) : null;
    }

    private Dictionary<string, double> Numbers(string key) => Value(key) switch
    {
        null => [],
        JsonObject o when o.All(p => p.Value is not null && AsNumber(p.Value) is not null) => o.ToDictionary(p => p.Key, p => AsNumber(p.Value!)!.Value),
        _ => throw Wrong(key, "numbers by patterns of modules' names"),
    };

    private static double? AsNumber(JsonNode value) =>
        value.GetValueKind() == JsonValueKind.Number && double.TryParse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private InvalidDataException Wrong(string key, string expected) => new($"{what}: '{key}' is {Show(Value(key))}; expected {expected}.");

    private static string Show(JsonNode? value) => value?.ToJsonString() is not { } text ? "missing" : text.Length > 60 ? text[..60] + "..." : text;
}

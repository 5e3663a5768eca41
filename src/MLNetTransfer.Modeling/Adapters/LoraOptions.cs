namespace MLNetTransfer.Modeling.Adapters;

/// <summary>Which biases of the model are trained and saved with an adapter.</summary>
public enum AdapterBias
{
    /// <summary>None.</summary>
    None,
    /// <summary>All.</summary>
    All,
    /// <summary>Those of the layers that the adapter changes.</summary>
    AdaptedLayers,
}

/// <summary>What a new LoRA adapter is like; in brackets, what PEFT's <c>adapter_config.json</c> calls it.</summary>
public sealed class LoraOptions
{
    /// <summary>Rank of the change (<c>r</c>), from 1 to 65,536. Default 8.</summary>
    public int Rank { get; init; } = 8;

    /// <summary>The change is multiplied by this over the rank (<c>lora_alpha</c>); above 0. Default 8.</summary>
    public double Alpha { get; init; } = 8;

    /// <summary>Divides <see cref="Alpha"/> by the square root of the rank instead (<c>use_rslora</c>). Default false.</summary>
    public bool RankStabilized { get; init; }

    /// <summary>Dropout before the change while training (<c>lora_dropout</c>), from 0, below 1. Default 0.</summary>
    public double Dropout { get; init; }

    /// <summary>The linear layers to change (<c>target_modules</c>). Default: all below the head.</summary>
    public ModuleSelector TargetModules { get; init; } = ModuleSelector.AllLinear;

    /// <summary>Layers to leave out again (<c>exclude_modules</c>); null, the default, for none.</summary>
    public ModuleSelector? ExcludeModules { get; init; }

    /// <summary>Numbers of the encoder's layers to change (<c>layers_to_transform</c>); null, the default, for all.</summary>
    public IReadOnlyList<int>? LayersToTransform { get; init; }

    /// <summary>What stands before those numbers in modules' names (<c>layers_pattern</c>), such as <c>layer</c>. Default none: any name.</summary>
    public IReadOnlyList<string> LayersPattern { get; init; } = [];

    /// <summary>Modules that are trained and saved whole (<c>modules_to_save</c>): all whose names end with one of these. Default <c>classifier</c> and <c>score</c>, the names of new heads.</summary>
    public IReadOnlyList<string> ModulesToSave { get; init; } = ["classifier", "score"];

    /// <summary>Which biases are trained too (<c>bias</c>). Default none.</summary>
    public AdapterBias Bias { get; init; }

    /// <summary>Other ranks by regular expressions of modules' names or their ends (<c>rank_pattern</c>). Default none.</summary>
    public IReadOnlyDictionary<string, int> RankPattern { get; init; } = new Dictionary<string, int>();

    /// <summary>Other values of <see cref="Alpha"/>, likewise (<c>alpha_pattern</c>). Default none.</summary>
    public IReadOnlyDictionary<string, double> AlphaPattern { get; init; } = new Dictionary<string, double>();

    /// <summary>The folder or hub id of the model below (<c>base_model_name_or_path</c>), for whoever opens the adapter. Default null.</summary>
    public string? BaseModel { get; init; }

    /// <exception cref="ArgumentException">A value is out of range.</exception>
    internal void Check()
    {
        ArgumentNullException.ThrowIfNull(TargetModules);
        Within(nameof(Rank), Rank, Rank is >= 1 and <= MaxRank, $"from 1 to {MaxRank}");
        Within(nameof(Alpha), Alpha, Alpha > 0 && double.IsFinite(Alpha), "above 0");
        Within(nameof(Dropout), Dropout, Dropout is >= 0 and < 1, "from 0, below 1");
        if (LayersToTransform is not null && TargetModules.RegexPattern is not null)
            throw new ArgumentException($"The option {nameof(LayersToTransform)} goes with names of modules; let the pattern of {nameof(TargetModules)} choose the layers.", nameof(LayersToTransform));
        foreach (var (pattern, rank) in RankPattern) Within($"{nameof(RankPattern)} of '{pattern}'", rank, rank is >= 1 and <= MaxRank, $"from 1 to {MaxRank}");
        foreach (var (pattern, alpha) in AlphaPattern) Within($"{nameof(AlphaPattern)} of '{pattern}'", alpha, alpha > 0 && double.IsFinite(alpha), "above 0");
    }

    internal const int MaxRank = 1 << 16;

    private static void Within(string option, object value, bool isWithin, string range)
    {
        if (!isWithin) throw new ArgumentOutOfRangeException(option, value, $"The option {option} must be {range}.");
    }
}

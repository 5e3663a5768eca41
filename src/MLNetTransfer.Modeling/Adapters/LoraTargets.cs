using System.Globalization;
using MLNetTransfer.Modeling.Families;
using MLNetTransfer.Modeling.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Adapters;

/// <summary>A linear layer of a model.</summary>
/// <param name="Path">Its path in the model.</param>
/// <param name="Module">Its name in checkpoints.</param>
/// <param name="Layer">The layer.</param>
internal sealed record LinearModule(string Path, string Module, LinearLayer Layer);

/// <summary>Finds the modules that options mean, by PEFT's rules.</summary>
internal sealed class LoraTargets
{
    private const string Weight = ".weight";

    private readonly LoraOptions _options;
    private readonly ParameterNames _names;
    private readonly bool _isEncoder;

    public LoraTargets(nn.Module model, ParameterNames names, LoraOptions options)
    {
        (_options, _names, _isEncoder) = (options, names, model is Encoder);
        IEnumerable<(string Path, nn.Module Module)> modules = model.named_modules();
        // TorchSharp lists modules again under the names of the fields that hold them.
        All = [.. modules.Where(m => m.Module is LinearLayer).DistinctBy(m => m.Module, ReferenceEqualityComparer.Instance).Select(m => new LinearModule(m.Path, Stored(m.Path), (LinearLayer)m.Module))];
        var linear = All.Select(l => l.Path + Weight).ToHashSet(StringComparer.Ordinal);
        Others = [.. Parameters(model).Select(p => p.Name).Where(n => n.EndsWith(Weight, StringComparison.Ordinal) && !linear.Contains(n)).Select(n => Stored(n[..^Weight.Length]))];
    }

    /// <summary>All linear layers.</summary>
    public IReadOnlyList<LinearModule> All { get; }

    /// <summary>Names in checkpoints of all other modules with a weight.</summary>
    public IReadOnlyList<string> Others { get; }

    /// <summary>The layers that are meant.</summary>
    /// <exception cref="NotSupportedException">A module of another kind is meant.</exception>
    /// <exception cref="ArgumentException">None is meant.</exception>
    public IReadOnlyList<LinearModule> Select()
    {
        var anyLinear = ReferenceEquals(_options.TargetModules, ModuleSelector.AllLinear);
        if (!anyLinear && Others.FirstOrDefault(IsMeant) is { } other)
            throw new NotSupportedException($"The target modules include '{other}', which is no linear layer; LoRA is supported on linear layers.");
        // PEFT leaves the head out of all-linear.
        LinearModule[] meant = [.. All.Where(l => IsMeant(l.Module) && (!anyLinear || !IsHead(l.Path)))];
        return meant.Length > 0 ? meant : throw new ArgumentException($"The target modules are none of the model's. It has linear layers such as {string.Join(", ", All.Take(3).Select(l => $"'{l.Module}'"))}.");
    }

    /// <summary>Whether a parameter, by its name in checkpoints, belongs to a module that is trained and saved whole.</summary>
    public bool IsSavedWhole(string parameter)
    {
        for (var end = parameter.LastIndexOf('.'); end > 0; end = parameter.LastIndexOf('.', end - 1))
            if (_options.ModulesToSave.Any(name => parameter.AsSpan(0, end).EndsWith(name, StringComparison.Ordinal))) return true;
        return false;
    }

    /// <summary>The rank of a module's change, and what it is multiplied by.</summary>
    public (int Rank, double Scale) SizeOf(string module)
    {
        var rank = Find(_options.RankPattern, module, _options.Rank);
        var alpha = Find(_options.AlphaPattern, module, _options.Alpha);
        return (rank, alpha / (_options.RankStabilized ? Math.Sqrt(rank) : rank));
    }

    /// <summary>A module's parameters by their names in it.</summary>
    public static IEnumerable<(string Name, Parameter Parameter)> Parameters(nn.Module module) => module.named_parameters();

    private string Stored(string path) => _names.ToCheckpoint(path + Weight)[..^Weight.Length];

    private bool IsMeant(string module)
    {
        if (_options.ExcludeModules?.Matches(module, out _) == true || !_options.TargetModules.Matches(module, out var exactly)) return false;
        if (exactly || _options.LayersToTransform is not { } layers || _options.TargetModules.RegexPattern is not null) return true;
        return LayerNumber(module) is { } number && layers.Contains(number);
    }

    /// <summary>The number of the layer that a module is in: the last one between dots, or the one behind a name of the options.</summary>
    private int? LayerNumber(string module)
    {
        var parts = module.Split('.');
        // Something stands before the layers' list, and the module's own name behind its number.
        for (var i = parts.Length - 2; i >= 2; i--)
        {
            if (!int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out var number)) continue;
            var list = string.Join('.', parts[..i]);
            if (_options.LayersPattern.Count == 0 || _options.LayersPattern.Any(name => list.EndsWith('.' + name, StringComparison.Ordinal))) return number;
        }
        return null;
    }

    private bool IsHead(string path) => !_isEncoder && !path.StartsWith("encoder.", StringComparison.Ordinal);

    private static T Find<T>(IReadOnlyDictionary<string, T> values, string module, T fallback)
    {
        foreach (var (pattern, value) in values)
            if (ModuleSelector.Pattern($@"(?:.*\.)?(?:{pattern})").Matches(module, out _)) return value;
        return fallback;
    }
}

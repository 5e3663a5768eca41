using System.Text.Json.Nodes;
using MLNetTransfer.DataViews;
using MLNetTransfer.Modeling.Features;
using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Persistence;

namespace MLNetTransfer.Features;

/// <summary>All that a feature transformer is besides its network: its columns, which states it takes, and what it does with long texts.</summary>
internal sealed record FeatureSettings(string OutputColumn, TextColumns Texts, FeatureOptions Features, SentenceModules? Modules, TextWindows? Windows)
{
    private const int MaxBytes = 1 << 20;
    private const int MaxModuleBytes = 1 << 30;

    /// <summary>What sentence-transformers does to texts before they meet the tokenizer.</summary>
    public (bool Trims, bool Lowers) TrimsAndLowers => (Modules is not null, Modules?.LowerCase == true);

    /// <param name="modules">Whether to name the files of modules.</param>
    public JsonObject ToJson(bool modules)
    {
        var json = new JsonObject
        {
            ["output"] = OutputColumn,
            ["text"] = Texts.Text,
            ["secondText"] = Texts.SecondText,
            ["pooling"] = new JsonArray([.. Features.Pooling.Select(p => JsonValue.Create(p.ToString()))]),
            ["normalize"] = Features.Normalize,
        };
        SavedLayers.Write(json, Features);
        if (Windows is { } windows) json["windows"] = new JsonObject { ["overlapTokens"] = windows.OverlapTokens, ["combination"] = windows.Combination.ToString() };
        if (modules && Modules is not null) json["modules"] = new JsonArray([.. Modules.Files.Keys.Select(name => JsonValue.Create(name))]);
        return json;
    }

    /// <summary>Writes the settings and the files of modules.</summary>
    public void Write(EntryWriter entries, string name)
    {
        entries.Write(name, ToJson(modules: true));
        var number = 0;
        foreach (var content in (Modules?.Files ?? new Dictionary<string, byte[]>()).Values) entries.Write(ModuleEntry(number++), content);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static FeatureSettings Read(EntryReader entries, string name)
    {
        var settings = new SavedSettings(entries, name, MaxBytes);
        var features = new FeatureOptions
        {
            Pooling = settings.Checked<IReadOnlyList<TokenPooling>>("pooling", () => [.. settings.Texts("pooling").Select(Enum.Parse<TokenPooling>)]),
            Normalize = settings.Flag("normalize"),
        };
        SavedLayers.Read(settings, features);
        TextWindows? windows = settings.ObjectOrNull("windows") is { } saved ? new TextWindows { OverlapTokens = saved.Integer("overlapTokens", 0, int.MaxValue), Combination = saved.Enum<WindowCombination>("combination") } : null;
        SentenceModules? modules = null;
        if (settings.TextsOrNull("modules") is { } names)
        {
            var files = names.Select((file, number) => (file, content: entries.ReadBytes(ModuleEntry(number), MaxModuleBytes))).ToDictionary(f => f.file, f => f.content);
            try
            {
                modules = SentenceModules.Read(files);
            }
            catch (Exception e) when (e is InvalidDataException or NotSupportedException or KeyNotFoundException)
            {
                throw entries.Damaged(name, $"'modules': {e.Message}", e);
            }
        }
        return new(settings.Text("output"), new TextColumns(settings.Text("text"), settings.TextOrNull("secondText")), features, modules, windows);
    }

    private static string ModuleEntry(int number) => $"sentence-module-{number}";
}

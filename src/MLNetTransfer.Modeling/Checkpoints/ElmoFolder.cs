using System.Text.Json.Nodes;

namespace MLNetTransfer.Modeling.Checkpoints;

/// <summary>A folder of ELMo as AllenNLP and bilm-tf publish it: a file <c>...options.json</c> and one <c>...weights.hdf5</c>.</summary>
internal static class ElmoFolder
{
    private const string OptionsPattern = "*options.json", WeightsPattern = "*weights.hdf5";

    /// <summary>The options as a config.json of the model type <c>elmo</c>; null where the folder has none that describe an ELMo.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static JsonObject? ReadConfig(string folder)
    {
        if (Single(folder, OptionsPattern) is not { } file) return null;
        var options = JsonFiles.ReadObject(Path.Combine(folder, file));
        if (options["lstm"] is not JsonObject || options["char_cnn"] is not JsonObject) return null;
        options["model_type"] = "elmo";
        return options;
    }

    /// <summary>The name of the file with the weights; null where there is none, or more than one.</summary>
    public static string? FindWeights(string folder) => Single(folder, WeightsPattern);

    private static string? Single(string folder, string pattern) =>
        Directory.Exists(folder) && Directory.EnumerateFiles(folder, pattern).Take(2).ToArray() is [var only] ? Path.GetFileName(only) : null;
}

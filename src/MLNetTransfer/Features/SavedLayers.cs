using System.Text.Json.Nodes;
using MLNetTransfer.Modeling.Features;
using MLNetTransfer.Persistence;

namespace MLNetTransfer.Features;

/// <summary>The choice of layers among the settings of a saved model.</summary>
internal static class SavedLayers
{
    public static void Write(JsonObject settings, LayerOptions options)
    {
        settings["layers"] = options.Layers.ToString();
        settings["combination"] = options.Combination.ToString();
        settings["scalarMixScale"] = options.ScalarMixScale;
        if (options.ScalarMixWeights is { } weights) settings["scalarMixWeights"] = new JsonArray([.. weights.Select(w => JsonValue.Create(w))]);
    }

    /// <summary>Fills in what was written, and checks the options as a whole.</summary>
    public static void Read(SavedSettings settings, LayerOptions options)
    {
        options.Layers = settings.Checked("layers", () => LayerSelection.Parse(settings.Text("layers")));
        options.Combination = settings.Enum<LayerCombination>("combination");
        options.ScalarMixScale = (float)settings.Number("scalarMixScale");
        options.ScalarMixWeights = settings.NumbersOrNull("scalarMixWeights")?.Select(w => (float)w).ToArray();
        settings.Checked("layers", () =>
        {
            options.Validate();
            return true;
        });
    }
}

using System.Text.Json.Nodes;
using MLNetTransfer.DataViews;
using MLNetTransfer.Modeling.Features;
using MLNetTransfer.Persistence;

namespace MLNetTransfer.Features;

/// <summary>All that a transformer of words' features is besides its network: its columns, and which states it takes.</summary>
internal sealed record WordFeatureSettings(string OutputColumn, WordsColumn Words, WordFeatureOptions Features)
{
    private const int MaxBytes = 1 << 20;

    /// <summary>What features depend on, which the columns' names are no part of.</summary>
    public JsonObject FeaturesToJson()
    {
        var json = new JsonObject { ["wordPooling"] = Features.Pooling.ToString() };
        SavedLayers.Write(json, Features);
        return json;
    }

    public JsonObject ToJson()
    {
        var json = FeaturesToJson();
        json["output"] = OutputColumn;
        json["words"] = Words.Name;
        return json;
    }

    /// <summary>Reads what <see cref="ToJson"/> gave.</summary>
    public static WordFeatureSettings Read(EntryReader entries, string name)
    {
        var settings = new SavedSettings(entries, name, MaxBytes);
        var features = new WordFeatureOptions { Pooling = settings.Enum<WordPooling>("wordPooling") };
        SavedLayers.Read(settings, features);
        return new(settings.Text("output"), new WordsColumn(settings.Text("words")), features);
    }
}

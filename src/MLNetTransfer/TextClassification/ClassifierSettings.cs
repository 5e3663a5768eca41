using System.Text.Json.Nodes;
using MLNetTransfer.DataViews;
using MLNetTransfer.Persistence;
using MLNetTransfer.Schema;

namespace MLNetTransfer.TextClassification;

/// <summary>What a saved classifier has besides its network: the names of its columns, and its labels.</summary>
internal static class ClassifierSettings
{
    private const int MaxBytes = 256 << 20;

    public static JsonObject ToJson(TextColumns texts, MulticlassColumns columns)
    {
        var settings = new JsonObject
        {
            ["text"] = texts.Text,
            ["secondText"] = texts.SecondText,
            ["predictedLabel"] = columns.PredictedLabelName,
            ["score"] = columns.ScoreName,
            ["classCount"] = columns.ClassCount,
        };
        if (columns.LabelValues is { } values) SavedLabels.Write(settings, values);
        return settings;
    }

    public static (TextColumns Texts, MulticlassColumns Columns) FromJson(EntryReader entries, string name)
    {
        var settings = new SavedSettings(entries, name, MaxBytes);
        var texts = new TextColumns(settings.Text("text"), settings.TextOrNull("secondText"));
        var classCount = settings.Integer("classCount", 2, 1 << 20);
        var labels = SavedLabels.Read(settings, entries, name, classCount);
        return (texts, new MulticlassColumns(settings.Text("predictedLabel"), settings.Text("score"), classCount, labels));
    }
}

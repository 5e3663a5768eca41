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
        if (columns.LabelValues is { } values)
        {
            settings["labelType"] = values.ItemType.ToString();
            settings["labels"] = new JsonArray([.. values.AsText.Select(v => JsonValue.Create(v))]);
        }
        return settings;
    }

    public static (TextColumns Texts, MulticlassColumns Columns) FromJson(EntryReader entries, string name)
    {
        var settings = new SavedSettings(entries, name, MaxBytes);
        var texts = new TextColumns(settings.Text("text"), settings.TextOrNull("secondText"));
        var classCount = settings.Integer("classCount", 2, 1 << 20);
        LabelValues? labels = null;
        if (settings.TextOrNull("labelType") is { } typeName)
        {
            var codec = LabelValueCodec.Find(typeName) ?? throw entries.Damaged(name, $"'{typeName}' is no type of labels");
            var values = settings.Texts("labels");
            if (values.Count != classCount) throw entries.Damaged(name, $"it has {values.Count} labels for {classCount} classes");
            labels = settings.Checked("labels", () => codec.Parse(values));
        }
        return (texts, new MulticlassColumns(settings.Text("predictedLabel"), settings.Text("score"), classCount, labels));
    }
}

using System.Text.Json.Nodes;
using MLNetTransfer.Persistence;

namespace MLNetTransfer.Schema;

/// <summary>Label values among the settings of a saved model.</summary>
internal static class SavedLabels
{
    public static void Write(JsonObject settings, LabelValues values)
    {
        settings["labelType"] = values.ItemType.ToString();
        settings["labels"] = new JsonArray([.. values.AsText.Select(v => JsonValue.Create(v))]);
    }

    /// <summary>Null where none were written.</summary>
    public static LabelValues? Read(SavedSettings settings, EntryReader entries, string name, int count)
    {
        if (settings.TextOrNull("labelType") is not { } typeName) return null;
        var codec = LabelValueCodec.Find(typeName) ?? throw entries.Damaged(name, $"'{typeName}' is no type of labels");
        var values = settings.Texts("labels");
        if (values.Count != count) throw entries.Damaged(name, $"it has {values.Count} labels for {count} classes");
        return settings.Checked("labels", () => codec.Parse(values));
    }
}

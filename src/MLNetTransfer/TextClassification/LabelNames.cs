using System.Globalization;
using System.Text.Json.Nodes;
using MLNetTransfer.Schema;

namespace MLNetTransfer.TextClassification;

/// <summary>Class names in config.json, as Hugging Face writes and reads them.</summary>
internal static class LabelNames
{
    /// <summary>Writes id2label and label2id; classes without values are called as Hugging Face calls them, LABEL_0 and so on.</summary>
    public static void Write(JsonObject config, LabelValues? values, int classCount)
    {
        var names = values?.AsText ?? [.. Enumerable.Range(0, classCount).Select(i => $"LABEL_{i}")];
        var idToLabel = new JsonObject();
        var labelToId = new JsonObject();
        for (var i = 0; i < classCount; i++)
        {
            idToLabel[i.ToString(CultureInfo.InvariantCulture)] = names[i];
            labelToId[names[i]] = i;
        }
        config["id2label"] = idToLabel;
        config["label2id"] = labelToId;
        config["num_labels"] = classCount;
        config["problem_type"] = "single_label_classification";
    }
}

using System.Globalization;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Works out the metrics of scored classes. Rows without a label, and those whose scores are not all finite, do not count.</summary>
internal static class MulticlassEvaluator
{
    public static MulticlassClassificationMetrics Evaluate(IHostEnvironment env, IDataView data, string labelName, string scoreName, string predictedLabelName, int topCount)
    {
        var host = env.Register(nameof(MulticlassEvaluator));
        host.CheckValue(data, nameof(data));
        var schema = data.Schema;
        var label = EvaluatedColumns.Find(host, schema, "Label", labelName, "label");
        var score = EvaluatedColumns.Find(host, schema, "Score", scoreName, "score");
        EvaluatedColumns.Find(host, schema, "PredictedLabel", predictedLabelName, "predictedLabel");
        if (score.Type is not VectorDataViewType { Size: >= 2 } type || !type.ItemType.Equals(NumberDataViewType.Single))
            throw host.ExceptSchemaMismatch(nameof(schema), "score", score.Name, "vector of two or more items of type Single", score.Type.ToString());
        if (label.Type is not KeyDataViewType && !label.Type.Equals(NumberDataViewType.Single))
            throw host.ExceptSchemaMismatch(nameof(schema), "label", label.Name, "Single or Key", label.Type.ToString());

        var counters = new MulticlassCounters(type.Size, Math.Max(topCount, 0));
        Count(data, label, score, counters);
        return new MulticlassClassificationMetrics(counters, Names(score, type.Size));
    }

    private static void Count(IDataView data, DataViewSchema.Column label, DataViewSchema.Column score, MulticlassCounters counters)
    {
        using var cursor = data.GetRowCursor([label, score]);
        var getLabel = EvaluatedColumns.Label(cursor, label);
        var getScores = cursor.GetGetter<VBuffer<float>>(score);
        var number = 0f;
        VBuffer<float> sparse = default, scores = default;
        while (cursor.MoveNext())
        {
            getLabel(ref number);
            if (float.IsNaN(number) || number < 0 || number != (int)number)
                continue;
            getScores(ref sparse);
            sparse.CopyToDense(ref scores);
            if (Finite(scores.GetValues()))
                counters.Add((int)number, scores.GetValues());
        }
    }

    private static bool Finite(ReadOnlySpan<float> values)
    {
        foreach (var value in values)
            if (!float.IsFinite(value))
                return false;
        return true;
    }

    private static string[] Names(DataViewSchema.Column score, int count)
    {
        if (!score.HasSlotNames(count))
            return [.. Enumerable.Range(0, count).Select(i => i.ToString(CultureInfo.InvariantCulture))];
        VBuffer<ReadOnlyMemory<char>> names = default;
        score.GetSlotNames(ref names);
        return [.. names.DenseValues().Select(name => name.ToString())];
    }
}

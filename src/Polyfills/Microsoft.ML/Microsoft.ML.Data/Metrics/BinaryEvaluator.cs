using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Works out the metrics of a scored class against the rest. Rows without a label, and those whose score is not finite, do not count.</summary>
internal static class BinaryEvaluator
{
    private const string Positive = "positive";
    private const string Negative = "negative";

    public static CalibratedBinaryClassificationMetrics Evaluate(IHostEnvironment env, IDataView data, string labelName, string scoreName, string probabilityName, string predictedLabelName)
    {
        var (counters, names) = Count(env, data, labelName, scoreName, predictedLabelName, probabilityName, calibrated: true);
        return new CalibratedBinaryClassificationMetrics(counters, names);
    }

    public static BinaryClassificationMetrics EvaluateNonCalibrated(IHostEnvironment env, IDataView data, string labelName, string scoreName, string predictedLabelName)
    {
        var (counters, names) = Count(env, data, labelName, scoreName, predictedLabelName, null, calibrated: false);
        return new BinaryClassificationMetrics(counters, names);
    }

    private static (BinaryCounters Counters, string[] Names) Count(IHostEnvironment env, IDataView data, string labelName, string scoreName, string predictedLabelName, string probabilityName, bool calibrated)
    {
        var host = env.Register(nameof(BinaryEvaluator));
        host.CheckValue(data, nameof(data));
        var schema = data.Schema;
        var label = EvaluatedColumns.Find(host, schema, "Label", labelName, "label");
        var score = EvaluatedColumns.FindNumber(host, schema, "Score", scoreName, "score");
        DataViewSchema.Column? probability = calibrated ? EvaluatedColumns.FindNumber(host, schema, "Probability", probabilityName, "probability") : null;
        EvaluatedColumns.Find(host, schema, "PredictedLabel", predictedLabelName, "predictedLabel");
        if (label.Type is not (BooleanDataViewType or KeyDataViewType { Count: 2 }) && !label.Type.Equals(NumberDataViewType.Single))
            throw host.ExceptSchemaMismatch(nameof(schema), "label", label.Name, "Single, Boolean or a KeyDataViewType of size 2", label.Type.ToString());

        using var cursor = data.GetRowCursor(probability is { } needed ? [label, score, needed] : [label, score]);
        var getLabel = EvaluatedColumns.Label(cursor, label);
        var getScore = cursor.GetGetter<float>(score);
        var getProbability = probability is { } column ? cursor.GetGetter<float>(column) : (ref float value) => value = float.NaN;
        var counters = new BinaryCounters();
        float truth = 0, raw = 0, share = 0;
        while (cursor.MoveNext())
        {
            getLabel(ref truth);
            getScore(ref raw);
            if (float.IsNaN(truth) || !float.IsFinite(raw))
                continue;
            getProbability(ref share);
            counters.Add(truth > 0, raw, share);
        }
        return (counters, Names(score));
    }

    private static string[] Names(DataViewSchema.Column score)
    {
        if (score.Annotations.Schema.GetColumnOrNull(AnnotationUtils.Kinds.TrainingLabelValues)?.Type is not VectorDataViewType { Size: 2, ItemType: TextDataViewType })
            return [Positive, Negative];
        VBuffer<ReadOnlyMemory<char>> names = default;
        score.Annotations.GetValue(AnnotationUtils.Kinds.TrainingLabelValues, ref names);
        return [.. names.DenseValues().Select(name => name.ToString())];
    }
}

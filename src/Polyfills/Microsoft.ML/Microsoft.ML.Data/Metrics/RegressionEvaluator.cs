using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Works out the metrics of scored numbers. Rows without a label, and those whose score is not finite, do not count.</summary>
internal static class RegressionEvaluator
{
    public static RegressionMetrics Evaluate(IHostEnvironment env, IDataView data, string labelName, string scoreName)
    {
        var host = env.Register(nameof(RegressionEvaluator));
        host.CheckValue(data, nameof(data));
        var label = EvaluatedColumns.FindNumber(host, data.Schema, "Label", labelName, "label");
        var score = EvaluatedColumns.FindNumber(host, data.Schema, "Score", scoreName, "score");
        using var cursor = data.GetRowCursor([label, score]);
        var getLabel = cursor.GetGetter<float>(label);
        var getScore = cursor.GetGetter<float>(score);
        double rows = 0, absolute = 0, squared = 0, loss = 0, labels = 0, squaredLabels = 0;
        float truth = 0, predicted = 0;
        while (cursor.MoveNext())
        {
            getLabel(ref truth);
            getScore(ref predicted);
            if (float.IsNaN(truth) || !float.IsFinite(predicted))
                continue;
            var error = (double)truth - predicted;
            var single = predicted - truth;
            rows++;
            absolute += Math.Abs(error);
            squared += error * error;
            loss += single * single;
            labels += truth;
            squaredLabels += (double)truth * truth;
        }
        return rows == 0
            ? new RegressionMetrics(0, 0, 0, 0)
            : new RegressionMetrics(absolute / rows, squared / rows, loss / rows, 1 - squared / (squaredLabels - labels * labels / rows));
    }
}

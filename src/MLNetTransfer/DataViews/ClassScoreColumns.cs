using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetTransfer.Schema;

namespace MLNetTransfer.DataViews;

/// <summary>Reads a classifier's columns off a row's probabilities, one for each class.</summary>
internal static class ClassScoreColumns
{
    public static IReadOnlyList<ScoreColumn<float[]>> After(DataViewSchema input, MulticlassColumns columns)
    {
        var (predictedLabel, score) = columns.After(input);
        return
        [
            new ScoreColumn<float[], uint>(predictedLabel, (float[] probabilities, ref uint key) => key = ClassKeys.KeyOf(IndexOfLargest(probabilities))),
            new ScoreColumn<float[], VBuffer<float>>(score, VectorColumn.Copy),
        ];
    }

    // The first of equals.
    private static int IndexOfLargest(float[] values)
    {
        var best = 0;
        for (var i = 1; i < values.Length; i++)
            if (values[i] > values[best]) best = i;
        return best;
    }
}

using MLNetTransfer.DataViews;
using MLNetTransfer.Engine;
using MLNetTransfer.Modeling.Training;

namespace MLNetTransfer.TextClassification;

/// <summary>The probabilities of each class.</summary>
internal sealed class ClassScorer(TextModel model) : IRowScorer<TextRow, float[]>
{
    public float[][] Score(IReadOnlyList<TextRow> rows)
    {
        var scores = model.Run(rows);
        foreach (var row in scores) RowScorer.Softmax(row);
        return scores;
    }
}

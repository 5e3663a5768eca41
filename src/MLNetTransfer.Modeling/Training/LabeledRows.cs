using MLNetTransfer.Modeling.Tokenization;

namespace MLNetTransfer.Modeling.Training;

/// <summary>Rows with the class of each.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="Labels">Their classes, from 0.</param>
public sealed record LabeledRows(IReadOnlyList<TokenRow> Rows, IReadOnlyList<int> Labels)
{
    /// <summary>Checks that every row has a class, from 0 to <paramref name="classCount"/> - 1.</summary>
    /// <exception cref="ArgumentException">The numbers of rows and labels differ, or a label is not a class.</exception>
    internal void Check(int classCount) => Check(Rows.Count, Labels, classCount);

    /// <inheritdoc cref="Check(int)"/>
    internal static void Check(int rows, IReadOnlyList<int> labels, int classCount)
    {
        if (rows != labels.Count)
        {
            throw new ArgumentException($"There are {rows} rows and {labels.Count} labels; each row needs one.");
        }

        for (int i = 0; i < labels.Count; i++)
        {
            if (labels[i] < 0 || labels[i] >= classCount)
            {
                throw new ArgumentException($"The label of row {i} is {labels[i]}; the model has {classCount} classes, from 0 to {classCount - 1}.");
            }
        }
    }
}

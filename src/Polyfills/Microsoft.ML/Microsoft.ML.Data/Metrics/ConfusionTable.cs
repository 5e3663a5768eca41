using System.Globalization;
using System.Text;

namespace Microsoft.ML.Data;

/// <summary>Writes a confusion matrix as a table of text.</summary>
internal static class ConfusionTable
{
    // As wide as the word PREDICTED.
    private const int NarrowestName = 9;

    public static string Format(ConfusionMatrix matrix, string[] names, bool binary)
    {
        var count = matrix.NumberOfClasses;
        var width = count == 2 ? 8 : 5;
        var longest = names.Max(name => name.Length);
        // Names too long for the columns stand in the rows only, and both bear the classes' numbers.
        var numbered = longest > width;
        var digits = numbered ? (count - 1).ToString(CultureInfo.InvariantCulture).Length : 0;
        var nameWidth = Math.Max(NarrowestName, numbered ? longest + digits + 2 : longest);
        var rule = string.Concat(Enumerable.Repeat(count > 2 ? "========" : "===========", count));
        var table = new StringBuilder();
        if (count == 2 && binary)
            table.Append(Ratio(matrix, names[0]));
        table.Append('\n').Append("Confusion table\n");
        table.Append(Head("", nameWidth)).Append(rule).Append('\n');
        table.Append(Head("PREDICTED", nameWidth));
        for (var i = 0; i < count; i++)
            table.Append(' ').Append((numbered ? Number(i) : names[i]).PadLeft(width)).Append(" |");
        table.Append(" Recall\n");
        table.Append(Head("TRUTH", nameWidth)).Append(rule).Append('\n');
        for (var i = 0; i < count; i++)
        {
            table.Append(numbered ? $"{Number(i).PadLeft(digits)}. {names[i].PadLeft(nameWidth - digits - 2)}" : names[i].PadLeft(nameWidth)).Append(" ||");
            foreach (var cell in matrix.Counts[i])
                table.Append(' ').Append(cell.ToString("N0", CultureInfo.InvariantCulture).PadLeft(width)).Append(" |");
            table.Append(' ').Append(matrix.PerClassRecall[i].ToString("F4", CultureInfo.InvariantCulture).PadLeft(5)).Append('\n');
        }
        table.Append(Head("", nameWidth)).Append(rule).Append('\n');
        table.Append(Head("Precision", nameWidth));
        foreach (var precision in matrix.PerClassPrecision)
            table.Append(precision.ToString("N4", CultureInfo.InvariantCulture).PadLeft(width + 1)).Append(" |");
        return table.Append('\n').ToString().Replace("\n", Environment.NewLine, StringComparison.Ordinal);
    }

    private static string Head(string word, int nameWidth) => word.PadRight(nameWidth) + " ||";

    private static string Number(int i) => i.ToString(CultureInfo.InvariantCulture);

    private static string Ratio(ConfusionMatrix matrix, string positive)
    {
        var (positives, negatives) = (matrix.Counts[0].Sum(), matrix.Counts[1].Sum());
        return string.Create(CultureInfo.InvariantCulture, $"TEST {positive.ToUpperInvariant()} RATIO:\t{positives / (positives + negatives):N4} ({positives:F1}/({positives:F1}+{negatives:F1}))");
    }
}

using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Areas under the curves that an order of rows by score gives.</summary>
internal sealed class RankingCurves
{
    private readonly List<(bool Positive, float Score)> _rows = [];

    public void Add(bool positive, float score) => _rows.Add((positive, score));

    /// <summary>The share of pairs of a positive and a negative row in which the positive one has the higher score; equal scores count half.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are no positive, or no negative, rows.</exception>
    public double AreaUnderRoc()
    {
        var positives = (double)_rows.Count(row => row.Positive);
        var negatives = _rows.Count - positives;
        Contracts.CheckParam(positives > 0, "PosSample", "AUC is not defined when there is no positive class in the data");
        Contracts.CheckParam(negatives > 0, "NegSample", "AUC is not defined when there is no negative class in the data");
        double above = 0, pairs = 0;
        foreach (var tied in _rows.GroupBy(row => row.Score).OrderByDescending(group => group.Key))
        {
            var here = (double)tied.Count(row => row.Positive);
            pairs += (tied.Count() - here) * (above + here / 2);
            above += here;
        }
        return pairs / (positives * negatives);
    }

    /// <summary>
    /// The area by the lower trapezoid estimator (Boyd, Eng and Page 2013): one row after another, by falling score, is called positive. Rows of equal score come as they were
    /// added.
    /// </summary>
    public double AreaUnderPrecisionRecall()
    {
        var positives = _rows.Count(row => row.Positive);
        double found = 0, taken = 0, precision = 1, area = 0;
        foreach (var row in _rows.OrderByDescending(row => row.Score))
        {
            taken++;
            if (row.Positive)
                area += (precision + ++found / taken) / 2 / positives;
            precision = found / taken;
        }
        return area;
    }
}

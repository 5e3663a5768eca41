namespace Microsoft.ML.Data;

/// <summary>The sums behind the metrics of classes.</summary>
internal sealed class MulticlassCounters(int classCount, int topCount)
{
    // The least probability that counts, so that no row's loss is infinite.
    private const float Smallest = 1e-15f;

    private readonly double[] _lossOfClass = new double[classCount];
    private readonly double[] _rowsOfClass = new double[classCount];
    private readonly double[] _rightWithin = new double[topCount];
    private double _rows, _right, _loss;

    /// <summary>For each true class, how often each class was predicted.</summary>
    public double[][] Table { get; } = [.. Enumerable.Range(0, classCount).Select(_ => new double[classCount])];

    public int TopCount => topCount;

    public double MicroAccuracy => _rows > 0 ? _right / _rows : 0;

    public double MacroAccuracy
        => Enumerable.Range(0, classCount).Where(i => _rowsOfClass[i] > 0).Select(i => Table[i][i] / _rowsOfClass[i]).DefaultIfEmpty(0).Average();

    public double LogLoss => _rows > 0 ? _loss / _rows : 0;

    /// <summary>The share of the loss saved that the classes' frequencies alone would give.</summary>
    public double LogLossReduction
    {
        get
        {
            var prior = -_rowsOfClass.Where(count => count > 0).Sum(count => count * Math.Log(count / _rows)) / _rows;
            return (prior - LogLoss) / prior;
        }
    }

    public double[] PerClassLogLoss => [.. _lossOfClass.Select((loss, i) => _rowsOfClass[i] > 0 ? loss / _rowsOfClass[i] : 0)];

    public double[] TopAccuracies => topCount > 0 ? [.. _rightWithin.Select(right => _rows > 0 ? right / _rows : 0)] : null;

    /// <summary>Counts a row. A class that the scores do not know costs the most that a row can.</summary>
    public void Add(int label, ReadOnlySpan<float> scores)
    {
        var known = label < classCount;
        var loss = -Math.Log(known ? Math.Clamp(scores[label], Smallest, 1) : Smallest);
        _rows++;
        _loss += loss;
        if (!known)
            return;
        _rowsOfClass[label]++;
        _lossOfClass[label] += loss;
        var predicted = BestOf(scores);
        Table[label][predicted]++;
        if (predicted == label)
            _right++;
        for (var k = Rank(label, scores); k < topCount; k++)
            _rightWithin[k]++;
    }

    // Of equal scores the first class wins.
    private static int BestOf(ReadOnlySpan<float> scores)
    {
        var best = 0;
        for (var i = 1; i < scores.Length; i++)
            if (scores[i] > scores[best])
                best = i;
        return best;
    }

    private static int Rank(int label, ReadOnlySpan<float> scores)
    {
        var rank = 0;
        for (var i = 0; i < scores.Length; i++)
            if (scores[i] > scores[label] || scores[i] == scores[label] && i < label)
                rank++;
        return rank;
    }
}

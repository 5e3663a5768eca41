namespace Microsoft.ML.Data;

/// <summary>The sums behind the metrics of a class against the rest.</summary>
internal sealed class BinaryCounters
{
    private double _positives, _negatives, _loss;

    public double TruePositives { get; private set; }

    public double FalsePositives { get; private set; }

    public double TrueNegatives { get; private set; }

    public double FalseNegatives { get; private set; }

    public RankingCurves Curves { get; } = new();

    public double Accuracy => (TruePositives + TrueNegatives) / (TruePositives + FalsePositives + TrueNegatives + FalseNegatives);

    public double Entropy => EntropyOf((TruePositives + FalseNegatives) / (TruePositives + FalsePositives + TrueNegatives + FalseNegatives));

    // NaN stays NaN: a row without a probability has no loss.
    public double LogLoss => double.IsNaN(_loss) ? double.NaN : _positives + _negatives > 0 ? _loss / (_positives + _negatives) : 0;

    public double LogLossReduction
    {
        get
        {
            if (_positives + _negatives == 0)
                return 0;
            var prior = EntropyOf(_positives / (_positives + _negatives));
            return (prior - _loss / (_positives + _negatives)) / prior;
        }
    }

    /// <summary>Counts a row, which is predicted positive where its score is above 0.</summary>
    public void Add(bool positive, float score, float probability)
    {
        switch (positive, score > 0)
        {
            case (true, true): TruePositives++; break;
            case (true, false): FalseNegatives++; break;
            case (false, true): FalsePositives++; break;
            case (false, false): TrueNegatives++; break;
        }
        if (!float.IsNaN(probability) && positive)
            _positives++;
        else if (!float.IsNaN(probability))
            _negatives++;
        _loss -= Math.Log2(positive ? probability : 1.0 - probability);
        Curves.Add(positive, score);
    }

    private static double EntropyOf(double share)
        => share is 0 or 1 ? 0 : -(share * Math.Log2(share) + (1 - share) * Math.Log2(1 - share));
}

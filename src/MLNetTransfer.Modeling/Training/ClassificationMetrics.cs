namespace MLNetTransfer.Modeling.Training;

/// <summary>Figures of a single-label classifier, gathered row by row; those that scikit-learn has are equal to its.</summary>
internal sealed class ClassificationMetrics
{
    /// <summary>The mean cross entropy in nats, without label smoothing or class weights.</summary>
    public const string Loss = "Loss";

    /// <summary>The share of rows that are right.</summary>
    public const string Accuracy = "Accuracy";

    /// <summary>The mean, over the classes that occur as labels, of the share of their rows that are right.</summary>
    public const string MacroAccuracy = "MacroAccuracy";

    /// <summary>The mean of F1 over the classes that occur as labels or predictions.</summary>
    public const string MacroF1 = "MacroF1";

    /// <summary>The mean of F1 over the classes, weighted by their number of rows.</summary>
    public const string WeightedF1 = "WeightedF1";

    /// <summary>Matthews' correlation coefficient, from -1 to 1; 0 where labels or predictions do not vary.</summary>
    public const string MatthewsCorrelation = "MatthewsCorrelation";

    // The loss of a row whose class had no probability at all: -log of float64's epsilon, scikit-learn's bound.
    private const double LargestRowLoss = 36.04365338911715;

    private readonly long[,] _confusion; // [label, prediction]
    private readonly int _classCount;
    private double _loss;
    private long _rows;

    public ClassificationMetrics(int classCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(classCount);
        _classCount = classCount;
        _confusion = new long[classCount, classCount];
    }

    /// <summary>The metrics, in the order in which they are shown.</summary>
    public static IReadOnlyList<MetricDefinition> Definitions { get; } =
    [
        new(Loss, HigherIsBetter: false),
        new(Accuracy, HigherIsBetter: true),
        new(MacroAccuracy, HigherIsBetter: true),
        new(MacroF1, HigherIsBetter: true),
        new(WeightedF1, HigherIsBetter: true),
        new(MatthewsCorrelation, HigherIsBetter: true),
    ];

    /// <summary>Counts a row: its predicted class is that of the largest logit, the first of equals.</summary>
    /// <param name="logits">The row's logits, or the logarithms of its probabilities: <c>[classes]</c>.</param>
    /// <param name="label">Its class, from 0.</param>
    public void Add(ReadOnlySpan<float> logits, int label)
    {
        int predicted = 0;
        for (int i = 1; i < logits.Length; i++) predicted = logits[i] > logits[predicted] ? i : predicted;

        double sum = 0;
        foreach (float logit in logits) sum += Math.Exp((double)logit - logits[predicted]);

        _loss += Math.Min(Math.Log(sum) + logits[predicted] - logits[label], LargestRowLoss);
        Count(label, predicted);
    }

    /// <summary>Counts a row of which only the prediction is known; it adds nothing to the loss.</summary>
    public void Count(int label, int predicted)
    {
        _confusion[label, predicted]++;
        _rows++;
    }

    /// <summary>Every metric of the rows so far, by name.</summary>
    public IReadOnlyDictionary<string, double> Compute()
    {
        double right = 0, recalls = 0, f1 = 0, weightedF1 = 0, expected = 0, labelSquares = 0, predictionSquares = 0;
        int labelled = 0, occurring = 0;
        for (int c = 0; c < _classCount; c++)
        {
            double hits = _confusion[c, c], labels = 0, predictions = 0;
            for (int other = 0; other < _classCount; other++)
            {
                labels += _confusion[c, other];
                predictions += _confusion[other, c];
            }

            right += hits;
            expected += labels * predictions;
            labelSquares += labels * labels;
            predictionSquares += predictions * predictions;
            if (labels > 0)
            {
                labelled++;
                recalls += hits / labels;
            }

            if (labels + predictions > 0)
            {
                occurring++;
                double classF1 = 2 * hits / (labels + predictions);
                f1 += classF1;
                weightedF1 += classF1 * labels;
            }
        }

        double n = _rows;
        double spread = Math.Sqrt((n * n) - labelSquares) * Math.Sqrt((n * n) - predictionSquares);
        return new Dictionary<string, double>
        {
            [Loss] = _loss / n,
            [Accuracy] = right / n,
            [MacroAccuracy] = recalls / labelled,
            [MacroF1] = f1 / occurring,
            [WeightedF1] = weightedF1 / n,
            [MatthewsCorrelation] = spread > 0 ? ((right * n) - expected) / spread : 0,
        };
    }
}

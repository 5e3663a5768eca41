using System.Numerics.Tensors;

namespace Microsoft.ML.Trainers;

/// <summary>
/// The loss of multinomial logistic regression over training rows, and its gradient. Parameters are a row for each class, laid out as the training rows are, and rows of zeros up to a
/// whole number of <see cref="DenseProducts.ClassesAtOnce"/>. The sums are made in one order, however many threads there are.
/// </summary>
internal sealed class SoftmaxObjective
{
    // Residuals are held for so many blocks at a time.
    private const int BlocksAtOnce = 64;

    private readonly TrainingRows _rows;
    private readonly double _l2;
    private readonly ParallelOptions _parallel;
    private readonly int _paddedClasses;
    private readonly double[] _residuals;
    private readonly double[] _losses;

    /// <param name="rows">The rows.</param>
    /// <param name="classCount">How many classes there are.</param>
    /// <param name="l2">What half the sum of the weights' squares is multiplied by.</param>
    /// <param name="threads">How many threads to use; null for as many as there are processors.</param>
    public SoftmaxObjective(TrainingRows rows, int classCount, float l2, int? threads)
    {
        (_rows, ClassCount, _l2) = (rows, classCount, l2);
        _parallel = new ParallelOptions { MaxDegreeOfParallelism = threads ?? Environment.ProcessorCount };
        _paddedClasses = checked((classCount + DenseProducts.ClassesAtOnce - 1) / DenseProducts.ClassesAtOnce * DenseProducts.ClassesAtOnce);
        ParameterCount = checked(_paddedClasses * rows.Stride);
        _residuals = new double[checked(BlocksAtOnce * TrainingRows.BlockSize * _paddedClasses)];
        _losses = new double[rows.Blocks.Count];
    }

    public int ClassCount { get; }

    public int FeatureCount => _rows.FeatureCount;

    /// <summary>How many parameters there are, with those that stay 0.</summary>
    public int ParameterCount { get; }

    /// <summary>Whether a parameter is a feature's weight, which penalties are for, and not a bias.</summary>
    public bool IsWeight(int parameter) => parameter % _rows.Stride < FeatureCount;

    /// <summary>The loss at <paramref name="parameters"/>; writes its gradient.</summary>
    public double Evaluate(double[] parameters, double[] gradient)
    {
        var penalty = 0d;
        for (var i = 0; i < gradient.Length; i++)
        {
            gradient[i] = IsWeight(i) ? _l2 * parameters[i] : 0;
            penalty += gradient[i] * parameters[i];
        }
        var stride = _rows.Stride;
        for (var first = 0; first < _rows.Blocks.Count; first += BlocksAtOnce)
        {
            var (start, end) = (first, Math.Min(first + BlocksAtOnce, _rows.Blocks.Count));
            Parallel.For(start, end, _parallel, block => _losses[block] = Score(block, parameters, ResidualsOf(block, start)));
            // Each thread has features of its own, and goes through the rows in their order.
            Parallel.For(0, stride / TrainingRows.Alignment, _parallel, part =>
            {
                for (var block = start; block < end; block++)
                    DenseProducts.AddGradient(_rows.Blocks[block], CountIn(block), ResidualsOf(block, start), _paddedClasses, gradient, stride, part * TrainingRows.Alignment);
            });
        }
        return TensorPrimitives.Sum<double>(_losses) + penalty / 2;
    }

    /// <summary>The weights in <paramref name="parameters"/>, those of a class at a time.</summary>
    public float[][] WeightsOf(double[] parameters) => [.. Enumerable.Range(0, ClassCount).Select(k => Array.ConvertAll(RowOf(parameters, k)[..FeatureCount].ToArray(), weight => (float)weight))];

    /// <summary>The biases in <paramref name="parameters"/>, for features as they were read. Their sum is 0: what is added to all of them changes nothing.</summary>
    public float[] BiasesOf(double[] parameters)
    {
        double[] biases = [.. Enumerable.Range(0, ClassCount).Select(k => RowOf(parameters, k)[FeatureCount] - MeanScore(RowOf(parameters, k)))];
        var mean = biases.Average();
        return Array.ConvertAll(biases, bias => (float)(bias - mean));
    }

    /// <summary>Parameters of a weight for each class and feature, and a bias for each class.</summary>
    public double[] Pack(Func<int, int, double> weight, Func<int, double> bias)
    {
        var parameters = new double[ParameterCount];
        for (var k = 0; k < ClassCount; k++)
        {
            var row = RowOf(parameters, k);
            for (var f = 0; f < FeatureCount; f++)
                row[f] = weight(k, f);
            row[FeatureCount] = bias(k) + MeanScore(row);
        }
        return parameters;
    }

    private Span<double> RowOf(double[] parameters, int label) => parameters.AsSpan(label * _rows.Stride, FeatureCount + 1);

    private double MeanScore(ReadOnlySpan<double> row)
    {
        var sum = 0d;
        for (var f = 0; f < FeatureCount; f++)
            sum += row[f] * _rows.Means[f];
        return sum;
    }

    private int CountIn(int block) => Math.Min(TrainingRows.BlockSize, _rows.Count - block * TrainingRows.BlockSize);

    private Span<double> ResidualsOf(int block, int firstBlock)
    {
        var length = TrainingRows.BlockSize * _paddedClasses;
        return _residuals.AsSpan((block - firstBlock) * length, length);
    }

    /// <summary>The loss of a block's rows; writes their residuals, which are the loss's gradient by the scores.</summary>
    private double Score(int block, double[] parameters, Span<double> residuals)
    {
        DenseProducts.Score(_rows.Blocks[block], CountIn(block), parameters, _rows.Stride, residuals, _paddedClasses);
        var loss = 0d;
        for (var i = 0; i < CountIn(block); i++)
        {
            var row = block * TrainingRows.BlockSize + i;
            var (label, weight) = (_rows.LabelOf(row), _rows.WeightOf(row));
            var scores = residuals.Slice(i * _paddedClasses, ClassCount);
            var (labelScore, greatest) = (scores[label], TensorPrimitives.Max<double>(scores));
            TensorPrimitives.Subtract(scores, greatest, scores);
            TensorPrimitives.Exp<double>(scores, scores);
            var sum = TensorPrimitives.Sum<double>(scores);
            loss += weight * (Math.Log(sum) + greatest - labelScore);
            TensorPrimitives.Multiply(scores, weight / sum, scores);
            scores[label] -= weight;
        }
        return loss;
    }
}

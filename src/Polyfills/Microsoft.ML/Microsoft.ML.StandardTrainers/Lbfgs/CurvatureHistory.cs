using System.Numerics.Tensors;

namespace Microsoft.ML.Trainers;

/// <summary>The last steps of L-BFGS and how the gradient changed over them, from which the inverse of the second derivatives is estimated.</summary>
internal sealed class CurvatureHistory(int size)
{
    // Oldest first.
    private readonly List<(double[] Step, double[] Change, double Curvature)> _pairs = [];

    public int Count => _pairs.Count;

    public void Clear() => _pairs.Clear();

    /// <summary>Keeps a step, unless the gradient did not rise along it.</summary>
    public void Add(double[] x, double[] nextX, double[] gradient, double[] nextGradient)
    {
        // The oldest pair's arrays serve the new one.
        var (step, change, _) = _pairs.Count == size ? _pairs[0] : (new double[x.Length], new double[x.Length], 0);
        if (_pairs.Count == size)
            _pairs.RemoveAt(0);
        TensorPrimitives.Subtract<double>(nextX, x, step);
        TensorPrimitives.Subtract<double>(nextGradient, gradient, change);
        var curvature = TensorPrimitives.Dot<double>(step, change);
        if (curvature > 1e-12 * TensorPrimitives.SumOfSquares<double>(change))
            _pairs.Add((step, change, curvature));
    }

    /// <summary>Multiplies a vector by the estimate (the two loops of Nocedal, 1980).</summary>
    public void MultiplyByInverse(double[] vector)
    {
        if (Count == 0)
            return;
        var shares = new double[Count];
        for (var i = Count - 1; i >= 0; i--)
        {
            var (step, change, curvature) = _pairs[i];
            shares[i] = TensorPrimitives.Dot<double>(step, vector) / curvature;
            TensorPrimitives.MultiplyAdd(change, -shares[i], vector, vector);
        }
        var (_, last, lastCurvature) = _pairs[^1];
        TensorPrimitives.Multiply(vector, lastCurvature / TensorPrimitives.SumOfSquares<double>(last), vector);
        for (var i = 0; i < Count; i++)
        {
            var (step, change, curvature) = _pairs[i];
            TensorPrimitives.MultiplyAdd(step, shares[i] - TensorPrimitives.Dot<double>(change, vector) / curvature, vector, vector);
        }
    }
}

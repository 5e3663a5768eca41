using System.Numerics.Tensors;

namespace Microsoft.ML.Trainers;

/// <summary>
/// Finds the least of a convex function by L-BFGS (Nocedal, 1980). With a penalty on the weights' sizes, or where weights may not be negative, steps stay in the orthant that they start
/// in, as OWL-QN does it (Andrew and Gao, 2007).
/// </summary>
internal sealed class LbfgsMinimizer(SoftmaxObjective objective, double l1, bool nonNegative, int historySize)
{
    private const int IterationsInMean = 5;
    private const int MaxHalvings = 40;
    private const double SufficientDecrease = 1e-4;

    private readonly CurvatureHistory _history = new(historySize);
    private readonly bool _constrained = l1 > 0 || nonNegative;

    /// <summary>How many iterations the last search took.</summary>
    public int Iterations { get; private set; }

    /// <summary>The least value that it found.</summary>
    public double Value { get; private set; }

    /// <param name="x">Where to start; it is written over.</param>
    /// <param name="tolerance">The end has come where the value falls by less than this part of it, in the mean of five iterations.</param>
    /// <param name="maxIterations">After how many iterations the end has come in any case.</param>
    /// <param name="checkAlive">Called once an iteration; it may throw.</param>
    public double[] Minimize(double[] x, double tolerance, int maxIterations, Action checkAlive)
    {
        double[] gradient = new double[x.Length], slope = new double[x.Length], direction = new double[x.Length], nextX = new double[x.Length], nextGradient = new double[x.Length];
        if (nonNegative)
            ProjectStart(x);
        var value = objective.Evaluate(x, gradient) + Penalty(x);
        var past = new Queue<double>([value]);
        for (Iterations = 0; Iterations < maxIterations; Iterations++)
        {
            checkAlive();
            Slope(x, gradient, slope);
            if (!FindDirection(slope, direction))
                break;
            var nextValue = Search(x, value, slope, direction, nextX, nextGradient);
            if (nextValue is null)
            {
                // Steepest descent is tried before the value is taken for the least that the numbers' precision allows.
                if (_history.Count == 0)
                    break;
                _history.Clear();
                continue;
            }
            _history.Add(x, nextX, gradient, nextGradient);
            (x, nextX, gradient, nextGradient, value) = (nextX, x, nextGradient, gradient, nextValue.Value);
            past.Enqueue(value);
            if (past.Count > IterationsInMean && (past.Dequeue() - value) / IterationsInMean < tolerance * Math.Abs(value))
                break;
        }
        Value = value;
        return x;
    }

    private double Penalty(double[] x)
    {
        if (l1 == 0)
            return 0;
        var sum = 0d;
        for (var i = 0; i < x.Length; i++)
            if (objective.IsWeight(i))
                sum += Math.Abs(x[i]);
        return l1 * sum;
    }

    private void ProjectStart(double[] x)
    {
        for (var i = 0; i < x.Length; i++)
            if (objective.IsWeight(i))
                x[i] = Math.Max(x[i], 0);
    }

    /// <summary>The gradient with the penalty's; at 0, that of the side on which the value falls, or 0 where it falls on neither.</summary>
    private void Slope(double[] x, double[] gradient, double[] slope)
    {
        gradient.CopyTo(slope, 0);
        if (!_constrained)
            return;
        for (var i = 0; i < x.Length; i++)
        {
            if (!objective.IsWeight(i))
                continue;
            if (x[i] != 0)
                slope[i] += Math.Sign(x[i]) * l1;
            else if (gradient[i] + l1 < 0)
                slope[i] += l1;
            else if (gradient[i] - l1 > 0 && !nonNegative)
                slope[i] -= l1;
            else
                slope[i] = 0;
        }
    }

    /// <summary>The way to go; false where there is none, this being the least.</summary>
    private bool FindDirection(double[] slope, double[] direction)
    {
        TensorPrimitives.Negate<double>(slope, direction);
        _history.MultiplyByInverse(direction);
        if (_constrained)
            for (var i = 0; i < slope.Length; i++)
                if (objective.IsWeight(i) && direction[i] * slope[i] >= 0)
                    direction[i] = 0;
        if (TensorPrimitives.Dot<double>(direction, slope) < 0)
            return true;
        _history.Clear();
        TensorPrimitives.Negate<double>(slope, direction);
        return TensorPrimitives.SumOfSquares<double>(slope) > 0;
    }

    /// <summary>Halves the step until the value falls as the slope promises; null where no step does.</summary>
    private double? Search(double[] x, double value, double[] slope, double[] direction, double[] nextX, double[] nextGradient)
    {
        var step = _history.Count > 0 ? 1 : 1 / TensorPrimitives.Norm<double>(slope);
        for (var halvings = 0; halvings < MaxHalvings; halvings++, step /= 2)
        {
            TensorPrimitives.MultiplyAdd(direction, step, x, nextX);
            if (_constrained)
                StayInOrthant(x, slope, nextX);
            var promised = 0d;
            for (var i = 0; i < x.Length; i++)
                promised += slope[i] * (nextX[i] - x[i]);
            if (promised >= 0)
                return null;
            var nextValue = objective.Evaluate(nextX, nextGradient) + Penalty(nextX);
            if (nextValue <= value + SufficientDecrease * promised)
                return nextValue;
        }
        return null;
    }

    private void StayInOrthant(double[] x, double[] slope, double[] nextX)
    {
        for (var i = 0; i < x.Length; i++)
        {
            var side = nonNegative ? 1 : x[i] != 0 ? Math.Sign(x[i]) : -Math.Sign(slope[i]);
            if (objective.IsWeight(i) && nextX[i] * side <= 0)
                nextX[i] = 0;
        }
    }
}

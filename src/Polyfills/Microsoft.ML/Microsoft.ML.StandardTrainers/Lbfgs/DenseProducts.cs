using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Microsoft.ML.Trainers;

/// <summary>The two products that training consists of, of rows of floats with doubles. Both keep eight sums in registers, so that each number that is read serves several of them.</summary>
internal static class DenseProducts
{
    /// <summary>How many classes are worked on at once; classes are a multiple of this.</summary>
    public const int ClassesAtOnce = 4;

    /// <summary>Writes the product of each row with the weights of each class; after an odd number of rows there must be room for one more.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="rowCount">How many there are.</param>
    /// <param name="weights">The classes' weights, laid out as rows are.</param>
    /// <param name="stride">How long a row is.</param>
    /// <param name="scores">The products, those of a row after another.</param>
    /// <param name="classCount">How many classes there are.</param>
    public static void Score(ReadOnlySpan<float> rows, int rowCount, ReadOnlySpan<double> weights, int stride, Span<double> scores, int classCount)
    {
        Debug.Assert(rows.Length >= (rowCount + 1) / 2 * 2 * stride && weights.Length >= classCount * stride);
        for (var k = 0; k < classCount; k += ClassesAtOnce)
            for (var i = 0; i < rowCount; i += 2)
                Score(in rows[i * stride], in weights[k * stride], stride, scores.Slice(i * classCount + k, classCount + ClassesAtOnce), classCount);
    }

    /// <summary>Adds to the gradient, for <see cref="TrainingRows.Alignment"/> features of all classes, the rows' features times their residuals.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="rowCount">How many there are.</param>
    /// <param name="residuals">The residuals, those of a row after another.</param>
    /// <param name="classCount">How many classes there are.</param>
    /// <param name="gradient">The gradient, laid out as rows are.</param>
    /// <param name="stride">How long a row is.</param>
    /// <param name="firstFeature">The first of the features.</param>
    public static void AddGradient(ReadOnlySpan<float> rows, int rowCount, ReadOnlySpan<double> residuals, int classCount, Span<double> gradient, int stride, int firstFeature)
    {
        Debug.Assert(rows.Length >= rowCount * stride && residuals.Length >= rowCount * classCount && gradient.Length >= classCount * stride);
        for (var k = 0; k < classCount; k += ClassesAtOnce)
            for (var f = firstFeature; f < firstFeature + TrainingRows.Alignment; f += Vector<float>.Count)
                AddGradient(in rows[f], rowCount, in residuals[k], classCount, gradient[(k * stride + f)..], stride);
    }

    // Two rows by four classes.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Score(ref readonly float rows, ref readonly double weights, int stride, Span<double> scores, int classCount)
    {
        Vector<double> a0 = default, a1 = default, a2 = default, a3 = default, b0 = default, b1 = default, b2 = default, b3 = default;
        var length = (nuint)stride;
        for (nuint f = 0; f < length; f += (nuint)Vector<float>.Count)
        {
            Vector.Widen(Vector.LoadUnsafe(in rows, f), out var aLow, out var aHigh);
            Vector.Widen(Vector.LoadUnsafe(in rows, length + f), out var bLow, out var bHigh);
            Multiply(in weights, f, aLow, aHigh, bLow, bHigh, ref a0, ref b0);
            Multiply(in weights, length + f, aLow, aHigh, bLow, bHigh, ref a1, ref b1);
            Multiply(in weights, 2 * length + f, aLow, aHigh, bLow, bHigh, ref a2, ref b2);
            Multiply(in weights, 3 * length + f, aLow, aHigh, bLow, bHigh, ref a3, ref b3);
        }
        (scores[0], scores[1], scores[2], scores[3]) = (Vector.Sum(a0), Vector.Sum(a1), Vector.Sum(a2), Vector.Sum(a3));
        scores = scores[classCount..];
        (scores[0], scores[1], scores[2], scores[3]) = (Vector.Sum(b0), Vector.Sum(b1), Vector.Sum(b2), Vector.Sum(b3));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Multiply(ref readonly double weights, nuint at, Vector<double> aLow, Vector<double> aHigh, Vector<double> bLow, Vector<double> bHigh, ref Vector<double> a, ref Vector<double> b)
    {
        var low = Vector.LoadUnsafe(in weights, at);
        var high = Vector.LoadUnsafe(in weights, at + (nuint)Vector<double>.Count);
        a = Vector.MultiplyAddEstimate(aHigh, high, Vector.MultiplyAddEstimate(aLow, low, a));
        b = Vector.MultiplyAddEstimate(bHigh, high, Vector.MultiplyAddEstimate(bLow, low, b));
    }

    // As many features as a vector of floats has, by four classes.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddGradient(ref readonly float rows, int rowCount, ref readonly double residuals, int classCount, Span<double> gradient, int stride)
    {
        Vector<double> low0 = default, low1 = default, low2 = default, low3 = default, high0 = default, high1 = default, high2 = default, high3 = default;
        nuint row = 0, residual = 0;
        for (var i = 0; i < rowCount; i++, row += (nuint)stride, residual += (nuint)classCount)
        {
            Vector.Widen(Vector.LoadUnsafe(in rows, row), out var low, out var high);
            var factor = Factor(in residuals, residual);
            low0 = Vector.MultiplyAddEstimate(low, factor, low0);
            high0 = Vector.MultiplyAddEstimate(high, factor, high0);
            factor = Factor(in residuals, residual + 1);
            low1 = Vector.MultiplyAddEstimate(low, factor, low1);
            high1 = Vector.MultiplyAddEstimate(high, factor, high1);
            factor = Factor(in residuals, residual + 2);
            low2 = Vector.MultiplyAddEstimate(low, factor, low2);
            high2 = Vector.MultiplyAddEstimate(high, factor, high2);
            factor = Factor(in residuals, residual + 3);
            low3 = Vector.MultiplyAddEstimate(low, factor, low3);
            high3 = Vector.MultiplyAddEstimate(high, factor, high3);
        }
        Add(low0, high0, gradient);
        Add(low1, high1, gradient[stride..]);
        Add(low2, high2, gradient[(2 * stride)..]);
        Add(low3, high3, gradient[(3 * stride)..]);
    }

    private static Vector<double> Factor(ref readonly double residuals, nuint index) => new(Unsafe.Add(ref Unsafe.AsRef(in residuals), index));

    private static void Add(Vector<double> low, Vector<double> high, Span<double> sums)
    {
        (new Vector<double>(sums) + low).CopyTo(sums);
        sums = sums[Vector<double>.Count..];
        (new Vector<double>(sums) + high).CopyTo(sums);
    }
}

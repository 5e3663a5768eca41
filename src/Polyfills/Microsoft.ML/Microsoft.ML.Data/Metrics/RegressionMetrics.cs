namespace Microsoft.ML.Data;

/// <summary>How closely numbers were met.</summary>
public sealed class RegressionMetrics
{
    internal RegressionMetrics(double meanAbsoluteError, double meanSquaredError, double lossFunction, double rSquared)
    {
        MeanAbsoluteError = meanAbsoluteError;
        MeanSquaredError = meanSquaredError;
        RootMeanSquaredError = Math.Sqrt(meanSquaredError);
        LossFunction = lossFunction;
        RSquared = rSquared;
    }

    /// <summary>The mean of the absolute errors.</summary>
    public double MeanAbsoluteError { get; }

    /// <summary>The mean of the squared errors.</summary>
    public double MeanSquaredError { get; }

    /// <summary>The square root of <see cref="MeanSquaredError"/>.</summary>
    public double RootMeanSquaredError { get; }

    /// <summary>The mean of the squared errors, each in single precision.</summary>
    public double LossFunction { get; }

    /// <summary>The share of the labels' variance that the scores explain: 1 at best, below 0 where the labels' mean would be better.</summary>
    public double RSquared { get; }
}

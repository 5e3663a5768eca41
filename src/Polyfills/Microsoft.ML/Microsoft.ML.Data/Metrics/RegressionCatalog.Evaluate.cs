using Microsoft.ML.Data;

namespace Microsoft.ML;

public sealed partial class RegressionCatalog
{
    /// <summary>Works out how closely numbers were met. Rows without a label do not count.</summary>
    /// <param name="data">Scored rows.</param>
    /// <param name="labelColumnName">The true numbers.</param>
    /// <param name="scoreColumnName">The predicted numbers.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of the wrong type.</exception>
    public RegressionMetrics Evaluate(IDataView data, string labelColumnName = DefaultColumnNames.Label, string scoreColumnName = DefaultColumnNames.Score)
        => RegressionEvaluator.Evaluate(Environment, data, labelColumnName, scoreColumnName);

    /// <summary>Fits and evaluates the estimator once for each fold, on the others' rows and on its own.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="estimator">What is fitted.</param>
    /// <param name="numberOfFolds">How many folds. Default: 5.</param>
    /// <param name="labelColumnName">The true numbers.</param>
    /// <param name="samplingKeyColumnName">A column whose equal values stay in one fold; null where each row stands by itself.</param>
    /// <param name="seed">The seed of the folds; null to take the context's.</param>
    public IReadOnlyList<CrossValidationResult<RegressionMetrics>> CrossValidate(IDataView data, IEstimator<ITransformer> estimator, int numberOfFolds = 5,
        string labelColumnName = DefaultColumnNames.Label, string samplingKeyColumnName = null, int? seed = null)
        => CrossValidate(data, estimator, numberOfFolds, samplingKeyColumnName, seed, scored => Evaluate(scored, labelColumnName));
}

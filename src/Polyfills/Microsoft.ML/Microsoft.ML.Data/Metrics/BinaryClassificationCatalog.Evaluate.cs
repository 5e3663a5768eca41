using Microsoft.ML.Data;

namespace Microsoft.ML;

public sealed partial class BinaryClassificationCatalog
{
    /// <summary>Works out how well a class was told from the rest, and how well its probability was met. Rows without a label do not count.</summary>
    /// <param name="data">Scored rows.</param>
    /// <param name="labelColumnName">The truth: Boolean, a number above 0 where positive, or a key of two.</param>
    /// <param name="scoreColumnName">The score, above 0 where positive.</param>
    /// <param name="probabilityColumnName">The probability of being positive.</param>
    /// <param name="predictedLabelColumnName">The predicted classes.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of the wrong type, or all rows are of one class.</exception>
    public CalibratedBinaryClassificationMetrics Evaluate(IDataView data, string labelColumnName = DefaultColumnNames.Label, string scoreColumnName = DefaultColumnNames.Score,
        string probabilityColumnName = DefaultColumnNames.Probability, string predictedLabelColumnName = DefaultColumnNames.PredictedLabel)
        => BinaryEvaluator.Evaluate(Environment, data, labelColumnName, scoreColumnName, probabilityColumnName, predictedLabelColumnName);

    /// <summary>Works out how well a class was told from the rest, where there are no probabilities.</summary>
    /// <inheritdoc cref="Evaluate"/>
    public BinaryClassificationMetrics EvaluateNonCalibrated(IDataView data, string labelColumnName = DefaultColumnNames.Label, string scoreColumnName = DefaultColumnNames.Score,
        string predictedLabelColumnName = DefaultColumnNames.PredictedLabel)
        => BinaryEvaluator.EvaluateNonCalibrated(Environment, data, labelColumnName, scoreColumnName, predictedLabelColumnName);

    /// <summary>Fits and evaluates the estimator once for each fold, on the others' rows and on its own.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="estimator">What is fitted.</param>
    /// <param name="numberOfFolds">How many folds. Default: 5.</param>
    /// <param name="labelColumnName">The truth.</param>
    /// <param name="samplingKeyColumnName">A column whose equal values stay in one fold; null where each row stands by itself.</param>
    /// <param name="seed">The seed of the folds; null to take the context's.</param>
    public IReadOnlyList<CrossValidationResult<CalibratedBinaryClassificationMetrics>> CrossValidate(IDataView data, IEstimator<ITransformer> estimator, int numberOfFolds = 5,
        string labelColumnName = DefaultColumnNames.Label, string samplingKeyColumnName = null, int? seed = null)
        => CrossValidate(data, estimator, numberOfFolds, samplingKeyColumnName, seed, scored => Evaluate(scored, labelColumnName));

    /// <summary>Fits and evaluates an estimator that gives no probabilities.</summary>
    /// <inheritdoc cref="CrossValidate(IDataView, IEstimator{ITransformer}, int, string, string, int?)"/>
    public IReadOnlyList<CrossValidationResult<BinaryClassificationMetrics>> CrossValidateNonCalibrated(IDataView data, IEstimator<ITransformer> estimator, int numberOfFolds = 5,
        string labelColumnName = DefaultColumnNames.Label, string samplingKeyColumnName = null, int? seed = null)
        => CrossValidate(data, estimator, numberOfFolds, samplingKeyColumnName, seed, scored => EvaluateNonCalibrated(scored, labelColumnName));
}

using Microsoft.ML.Data;

namespace Microsoft.ML;

public sealed partial class MulticlassClassificationCatalog
{
    /// <summary>Works out how well classes were told apart. Rows without a label do not count.</summary>
    /// <param name="data">Scored rows.</param>
    /// <param name="labelColumnName">The true classes: keys, or numbers from 0.</param>
    /// <param name="scoreColumnName">The classes' probabilities, in a vector of known size.</param>
    /// <param name="predictedLabelColumnName">The predicted classes.</param>
    /// <param name="topKPredictionCount">How many of the best classes <see cref="MulticlassClassificationMetrics.TopKAccuracy"/> looks at. Default: 0, none.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of the wrong type.</exception>
    public MulticlassClassificationMetrics Evaluate(IDataView data, string labelColumnName = DefaultColumnNames.Label, string scoreColumnName = DefaultColumnNames.Score,
        string predictedLabelColumnName = DefaultColumnNames.PredictedLabel, int topKPredictionCount = 0)
        => MulticlassEvaluator.Evaluate(Environment, data, labelColumnName, scoreColumnName, predictedLabelColumnName, topKPredictionCount);

    /// <summary>Fits and evaluates the estimator once for each fold, on the others' rows and on its own.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="estimator">What is fitted.</param>
    /// <param name="numberOfFolds">How many folds. Default: 5.</param>
    /// <param name="labelColumnName">The true classes.</param>
    /// <param name="samplingKeyColumnName">A column whose equal values stay in one fold; null where each row stands by itself.</param>
    /// <param name="seed">The seed of the folds; null to take the context's.</param>
    public IReadOnlyList<CrossValidationResult<MulticlassClassificationMetrics>> CrossValidate(IDataView data, IEstimator<ITransformer> estimator, int numberOfFolds = 5,
        string labelColumnName = DefaultColumnNames.Label, string samplingKeyColumnName = null, int? seed = null)
        => CrossValidate(data, estimator, numberOfFolds, samplingKeyColumnName, seed, scored => Evaluate(scored, labelColumnName));
}

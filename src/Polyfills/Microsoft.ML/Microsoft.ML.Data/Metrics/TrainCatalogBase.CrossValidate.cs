using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

public abstract partial class TrainCatalogBase
{
    private protected IReadOnlyList<CrossValidationResult<T>> CrossValidate<T>(IDataView data, IEstimator<ITransformer> estimator, int numFolds, string samplingKeyColumn, int? seed, Func<IDataView, T> evaluate)
        where T : class
    {
        Environment.CheckValue(data, nameof(data));
        Environment.CheckValue(estimator, nameof(estimator));
        Environment.CheckParam(numFolds > 1, nameof(numFolds), "Must be more than 1");
        // All folds are fitted before any is evaluated.
        var folds = new RowSplitter(Environment, data, samplingKeyColumn, seed).Folds(numFolds).Select((split, fold) =>
        {
            var model = estimator.Fit(split.TrainSet);
            return (Model: model, Scores: model.Transform(split.TestSet), Fold: fold);
        }).ToArray();
        return Array.ConvertAll(folds, fold => new CrossValidationResult<T>(fold.Model, evaluate(fold.Scores), fold.Scores, fold.Fold));
    }
}

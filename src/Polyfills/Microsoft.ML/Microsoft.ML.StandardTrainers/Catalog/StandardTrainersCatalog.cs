using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;
using MaximumEntropyOptions = Microsoft.ML.Trainers.LbfgsMaximumEntropyMulticlassTrainer.Options;

namespace Microsoft.ML;

/// <summary>Trainers of linear models.</summary>
public static class StandardTrainersCatalog
{
    /// <summary>A multinomial logistic regression, found by L-BFGS.</summary>
    /// <param name="catalog">The trainers of multiclass classification.</param>
    /// <param name="labelColumnName">The column of the label, a key.</param>
    /// <param name="featureColumnName">The column of the features, a vector of known size of numbers.</param>
    /// <param name="exampleWeightColumnName">The column of the rows' weights; all count the same where it is left out.</param>
    /// <param name="l1Regularization">What the sum of the weights' sizes is multiplied by and added to the rows' losses.</param>
    /// <param name="l2Regularization">What half the sum of the weights' squares is multiplied by and added to the rows' losses.</param>
    /// <param name="optimizationTolerance">Training ends where the loss falls by less than this part of it in an iteration, in the mean of five.</param>
    /// <param name="historySize">From how many iterations the curvature is estimated.</param>
    /// <param name="enforceNonNegativity">Whether weights may not be negative; biases may.</param>
    public static LbfgsMaximumEntropyMulticlassTrainer LbfgsMaximumEntropy(this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog,
        string labelColumnName = DefaultColumnNames.Label,
        string featureColumnName = DefaultColumnNames.Features,
        string exampleWeightColumnName = null,
        float l1Regularization = MaximumEntropyOptions.Defaults.L1Regularization,
        float l2Regularization = MaximumEntropyOptions.Defaults.L2Regularization,
        float optimizationTolerance = MaximumEntropyOptions.Defaults.OptimizationTolerance,
        int historySize = MaximumEntropyOptions.Defaults.HistorySize,
        bool enforceNonNegativity = MaximumEntropyOptions.Defaults.EnforceNonNegativity)
    {
        Contracts.CheckValue(catalog, nameof(catalog));
        return new LbfgsMaximumEntropyMulticlassTrainer(CatalogUtils.GetEnvironment(catalog), new MaximumEntropyOptions
        {
            LabelColumnName = labelColumnName,
            FeatureColumnName = featureColumnName,
            ExampleWeightColumnName = exampleWeightColumnName,
            L1Regularization = l1Regularization,
            L2Regularization = l2Regularization,
            OptimizationTolerance = optimizationTolerance,
            HistorySize = historySize,
            EnforceNonNegativity = enforceNonNegativity,
        });
    }

    /// <summary>A multinomial logistic regression, found by L-BFGS, with all options.</summary>
    public static LbfgsMaximumEntropyMulticlassTrainer LbfgsMaximumEntropy(this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog, LbfgsMaximumEntropyMulticlassTrainer.Options options)
    {
        Contracts.CheckValue(catalog, nameof(catalog));
        Contracts.CheckValue(options, nameof(options));
        return new LbfgsMaximumEntropyMulticlassTrainer(CatalogUtils.GetEnvironment(catalog), options);
    }
}

using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>A transformer that adds a trained model's predictions.</summary>
public interface IPredictionTransformer<out TModel> : ITransformer
    where TModel : class
{
    /// <summary>The model.</summary>
    TModel Model { get; }
}

/// <summary>A transformer that adds what a trained model predicts from one column.</summary>
public interface ISingleFeaturePredictionTransformer<out TModel> : IPredictionTransformer<TModel>
    where TModel : class
{
    /// <summary>The column that predictions are made from.</summary>
    string FeatureColumnName { get; }

    /// <summary>The type of that column in the training data.</summary>
    DataViewType FeatureColumnType { get; }
}

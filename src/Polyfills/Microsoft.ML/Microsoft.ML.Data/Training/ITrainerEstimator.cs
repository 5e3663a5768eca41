namespace Microsoft.ML.Trainers;

/// <summary>An estimator that learns a model which predicts.</summary>
public interface ITrainerEstimator<out TTransformer, out TModel> : IEstimator<TTransformer>
    where TTransformer : IPredictionTransformer<TModel>
    where TModel : class
{
    /// <summary>What the trainer is like.</summary>
    TrainerInfo Info { get; }
}

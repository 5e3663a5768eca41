using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

/// <summary>The base of trainers that find the weights of a linear model by L-BFGS.</summary>
public abstract class LbfgsTrainerBase<TOptions, TTransformer, TModel> : TrainerEstimatorBase<TTransformer, TModel>
    where TOptions : LbfgsTrainerBase<TOptions, TTransformer, TModel>.OptionsBase, new()
    where TTransformer : ISingleFeaturePredictionTransformer<TModel>
    where TModel : class
{
    private protected readonly TOptions LbfgsTrainerOptions;

    private protected LbfgsTrainerBase(IHostEnvironment env, string name, SchemaShape.Column labelColumn, TOptions options)
        : base(env.Register(name), Column(options.FeatureColumnName, "featureColumn", SchemaShape.Column.VectorKind.Vector), labelColumn,
            options.ExampleWeightColumnName is null ? default : Column(options.ExampleWeightColumnName, "weightColumn", SchemaShape.Column.VectorKind.Scalar))
    {
        Host.CheckUserArg(options.L1Regularization >= 0, nameof(options.L1Regularization), "Must be non-negative");
        Host.CheckUserArg(options.L2Regularization >= 0, nameof(options.L2Regularization), "Must be non-negative");
        Host.CheckUserArg(options.OptimizationTolerance > 0, nameof(options.OptimizationTolerance), "Must be positive");
        Host.CheckUserArg(options.HistorySize > 0, nameof(options.HistorySize), "Must be positive");
        Host.CheckUserArg(options.MaximumNumberOfIterations > 0, nameof(options.MaximumNumberOfIterations), "Must be positive");
        Host.CheckUserArg(options.InitialWeightsDiameter >= 0, nameof(options.InitialWeightsDiameter), "Must be non-negative");
        Host.CheckUserArg(options.NumberOfThreads is null or > 0, nameof(options.NumberOfThreads), "Must be positive");
        LbfgsTrainerOptions = options;
    }

    public override TrainerInfo Info { get; } = new(caching: true);

    /// <summary>Finds the parameters of the least loss.</summary>
    private protected double[] Minimize(SoftmaxObjective objective, double[] start, IChannel channel)
    {
        var options = LbfgsTrainerOptions;
        var minimizer = new LbfgsMinimizer(objective, options.L1Regularization, options.EnforceNonNegativity, options.HistorySize);
        var parameters = minimizer.Minimize(start, options.OptimizationTolerance, options.MaximumNumberOfIterations, Host.CheckAlive);
        channel.Info(MessageSensitivity.None, "Loss {0} after {1} iterations.", minimizer.Value, minimizer.Iterations);
        return parameters;
    }

    private static SchemaShape.Column Column(string name, string parameter, SchemaShape.Column.VectorKind kind)
        => new(Contracts.CheckNonEmpty(name, parameter), kind, NumberDataViewType.Single, false);

    /// <summary>The options of any such trainer.</summary>
    public abstract class OptionsBase : TrainerInputBaseWithWeight
    {
        /// <summary>What half the sum of the weights' squares is multiplied by and added to the rows' losses.</summary>
        public float L2Regularization = Defaults.L2Regularization;

        /// <summary>What the sum of the weights' sizes is multiplied by and added to the rows' losses.</summary>
        public float L1Regularization = Defaults.L1Regularization;

        /// <summary>Training ends where the loss falls by less than this part of it in an iteration, in the mean of five.</summary>
        public float OptimizationTolerance = Defaults.OptimizationTolerance;

        /// <summary>From how many iterations the curvature is estimated.</summary>
        public int HistorySize = Defaults.HistorySize;

        /// <summary>After how many iterations training ends in any case.</summary>
        public int MaximumNumberOfIterations = int.MaxValue;

        /// <summary>Parameters start at random numbers between minus and plus half of this.</summary>
        public float InitialWeightsDiameter = 0;

        /// <summary>How many threads to use; as many as there are processors where it is null. It changes nothing but the time.</summary>
        public int? NumberOfThreads;

        /// <summary>Whether weights may not be negative; biases may.</summary>
        public bool EnforceNonNegativity = Defaults.EnforceNonNegativity;

        protected OptionsBase()
        {
        }

        internal static class Defaults
        {
            public const float L2Regularization = 1;
            public const float L1Regularization = 1;
            public const float OptimizationTolerance = 1e-7f;
            public const int HistorySize = 20;
            public const bool EnforceNonNegativity = false;
        }
    }
}

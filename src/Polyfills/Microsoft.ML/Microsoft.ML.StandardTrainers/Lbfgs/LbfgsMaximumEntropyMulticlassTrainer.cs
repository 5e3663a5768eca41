using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

/// <summary>
/// Multinomial logistic regression: weights and a bias for each class whose softmax gives the classes' probabilities. What is made least is the sum of the rows' log-losses and
/// the penalties of the weights; biases bear none.
/// </summary>
public sealed class LbfgsMaximumEntropyMulticlassTrainer
    : LbfgsTrainerBase<LbfgsMaximumEntropyMulticlassTrainer.Options, MulticlassPredictionTransformer<MaximumEntropyModelParameters>, MaximumEntropyModelParameters>
{
    internal LbfgsMaximumEntropyMulticlassTrainer(IHostEnvironment env, Options options)
        : base(env, nameof(LbfgsMaximumEntropyMulticlassTrainer), Label(options.LabelColumnName), options)
    {
    }

    /// <summary>Goes on from the weights of an earlier model of as many features and classes.</summary>
    public MulticlassPredictionTransformer<MaximumEntropyModelParameters> Fit(IDataView trainData, MaximumEntropyModelParameters modelParameters) => TrainTransformer(trainData, modelParameters);

    private protected override MaximumEntropyModelParameters TrainModel(IDataView input, MaximumEntropyModelParameters initial)
    {
        using var channel = Host.Start("Training");
        var rows = TrainingRows.Read(input, FeatureColumn.Name, LabelColumn.Name, LbfgsTrainerOptions.ExampleWeightColumnName);
        if (rows.SkippedCount > 0)
            channel.Warning(MessageSensitivity.None, "Skipped {0} rows whose features, label or weight are missing.", rows.SkippedCount);
        Host.Check(rows.Count > 0, "No valid training instances found, all instances have missing features.");
        var classCount = ((KeyDataViewType)input.Schema[LabelColumn.Name].Type).Count;
        Host.Check(classCount * (ulong)rows.Stride < int.MaxValue / 2, $"{classCount} classes of {rows.FeatureCount} features have more weights than can be held.");
        var objective = new SoftmaxObjective(rows, (int)classCount, LbfgsTrainerOptions.L2Regularization, LbfgsTrainerOptions.NumberOfThreads);
        var parameters = Minimize(objective, Start(objective, initial), channel);
        return new MaximumEntropyModelParameters(Host, objective.WeightsOf(parameters), objective.BiasesOf(parameters));
    }

    private protected override MulticlassPredictionTransformer<MaximumEntropyModelParameters> MakeTransformer(MaximumEntropyModelParameters model, DataViewSchema trainSchema)
        => new(Host, model, trainSchema, FeatureColumn.Name, LabelColumn.Name);

    private protected override SchemaShape.Column[] GetOutputColumns(SchemaShape inputSchema)
    {
        inputSchema.TryFindColumn(LabelColumn.Name, out var label);
        return MulticlassScoreColumns.Promise(label);
    }

    private double[] Start(SoftmaxObjective objective, MaximumEntropyModelParameters initial)
    {
        if (initial is not null)
        {
            Host.CheckParam(initial.ClassCount == objective.ClassCount && initial.FeatureCount == objective.FeatureCount, "modelParameters",
                $"The model has {initial.ClassCount} classes and {initial.FeatureCount} features, and the data have {objective.ClassCount} and {objective.FeatureCount}");
            return objective.Pack((k, f) => initial.WeightsOf(k)[f], k => initial.Biases[k]);
        }
        var diameter = LbfgsTrainerOptions.InitialWeightsDiameter;
        double Random() => diameter == 0 ? 0 : diameter * (Host.Rand.NextDouble() - 0.5);
        return objective.Pack((_, _) => Random(), _ => Random());
    }

    private static SchemaShape.Column Label(string labelColumn)
        => new(Contracts.CheckNonEmpty(labelColumn, nameof(labelColumn)), SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.UInt32, true);

    /// <summary>The options of the trainer.</summary>
    public sealed class Options : OptionsBase
    {
    }
}

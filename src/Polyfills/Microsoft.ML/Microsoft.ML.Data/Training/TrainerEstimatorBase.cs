using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

/// <summary>The base of trainers that learn from one column of features.</summary>
public abstract class TrainerEstimatorBase<TTransformer, TModel> : ITrainerEstimator<TTransformer, TModel>
    where TTransformer : ISingleFeaturePredictionTransformer<TModel>
    where TModel : class
{
    /// <summary>The features that are asked for.</summary>
    public readonly SchemaShape.Column FeatureColumn;

    /// <summary>The label that is asked for.</summary>
    public readonly SchemaShape.Column LabelColumn;

    /// <summary>The weights that are asked for; not valid where there are none.</summary>
    public readonly SchemaShape.Column WeightColumn;

    private protected readonly IHost Host;

    private protected TrainerEstimatorBase(IHost host, SchemaShape.Column feature, SchemaShape.Column label, SchemaShape.Column weight = default)
        => (Host, FeatureColumn, LabelColumn, WeightColumn) = (host, feature, label, weight);

    public abstract TrainerInfo Info { get; }

    public TTransformer Fit(IDataView input) => TrainTransformer(input);

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        var shape = new ShapeBuilder(Host, inputSchema);
        CheckInputSchema(inputSchema);
        foreach (var column in GetOutputColumns(inputSchema))
            shape.Set(column);
        return shape.ToShape();
    }

    /// <summary>Learns, from an earlier model on where one is given.</summary>
    private protected TTransformer TrainTransformer(IDataView input, TModel initial = null)
    {
        Host.CheckValue(input, nameof(input));
        CheckInputSchema(SchemaShape.Create(input.Schema));
        return MakeTransformer(TrainModel(input, initial), input.Schema);
    }

    /// <summary>Learns from rows whose columns were checked.</summary>
    private protected abstract TModel TrainModel(IDataView input, TModel initial);

    private protected abstract TTransformer MakeTransformer(TModel model, DataViewSchema trainSchema);

    /// <summary>The columns that will be added.</summary>
    private protected abstract SchemaShape.Column[] GetOutputColumns(SchemaShape inputSchema);

    private void CheckInputSchema(SchemaShape inputSchema)
    {
        Check(FeatureColumn, "feature", nameof(inputSchema));
        if (WeightColumn.IsValid)
            Check(WeightColumn, "weight", nameof(inputSchema));
        // The real one checks labels in a method of their own.
        Check(LabelColumn, "label", "labelCol");

        void Check(SchemaShape.Column wanted, string role, string parameter)
        {
            if (!inputSchema.TryFindColumn(wanted.Name, out var found))
                throw Host.ExceptSchemaMismatch(nameof(inputSchema), role, wanted.Name);
            if (!wanted.IsCompatibleWith(found))
                throw Host.ExceptSchemaMismatch(parameter, role, wanted.Name, wanted.GetTypeString(), found.GetTypeString());
        }
    }
}

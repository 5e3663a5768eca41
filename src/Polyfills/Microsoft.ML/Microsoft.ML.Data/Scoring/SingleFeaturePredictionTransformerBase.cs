using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>The base of transformers that add what a trained model predicts from one column.</summary>
public abstract class SingleFeaturePredictionTransformerBase<TModel> : PredictionTransformerBase<TModel>, ISingleFeaturePredictionTransformer<TModel>
    where TModel : class
{
    private protected SingleFeaturePredictionTransformerBase(IHost host, TModel model, DataViewSchema trainSchema, string featureColumn)
        : base(host, model)
    {
        FeatureColumnName = featureColumn;
        FeatureColumnType = trainSchema.GetColumnOrNull(featureColumn)?.Type ?? throw host.ExceptSchemaMismatch(nameof(trainSchema), "feature", featureColumn);
    }

    public string FeatureColumnName { get; }

    public DataViewType FeatureColumnType { get; }

    /// <summary>The columns of <paramref name="inputSchema"/> and, after them, the predictions.</summary>
    public sealed override DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        Host.CheckValue(inputSchema, nameof(inputSchema));
        return Map(inputSchema).OutputSchema;
    }

    private protected sealed override RowMapping Map(DataViewSchema inputSchema)
    {
        var feature = inputSchema.GetColumnOrNull(FeatureColumnName) ?? throw Host.ExceptSchemaMismatch(nameof(inputSchema), "feature", FeatureColumnName);
        if (!feature.Type.Equals(FeatureColumnType))
            throw Host.ExceptSchemaMismatch(nameof(inputSchema), "feature", FeatureColumnName, FeatureColumnType.ToString(), feature.Type.ToString());
        return new RowMapping(inputSchema, MakeColumns(inputSchema, feature));
    }

    /// <summary>Works out the added columns.</summary>
    private protected abstract RowMapping.Column[] MakeColumns(DataViewSchema inputSchema, DataViewSchema.Column feature);
}

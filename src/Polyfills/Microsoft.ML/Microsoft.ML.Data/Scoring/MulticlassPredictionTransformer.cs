using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;

[assembly: LoadableClass(typeof(ITransformer), typeof(MulticlassPredictionTransformer), null, typeof(SignatureLoadModel), "Multiclass prediction", MulticlassPredictionTransformer.LoaderSignature)]

namespace Microsoft.ML.Data;

/// <summary>Adds the probabilities of classes, and the likeliest class as a key like the label's.</summary>
public sealed class MulticlassPredictionTransformer<TModel> : SingleFeaturePredictionTransformerBase<TModel>
    where TModel : class
{
    private readonly DataViewSchema _trainSchema;
    private readonly string _labelColumn;
    private readonly MulticlassScoreColumns _columns;

    internal MulticlassPredictionTransformer(IHostEnvironment env, TModel model, DataViewSchema trainSchema, string featureColumn, string labelColumn)
        : base(env.Register(nameof(MulticlassPredictionTransformer<TModel>)), model, trainSchema, featureColumn)
    {
        _trainSchema = trainSchema;
        _labelColumn = labelColumn;
        var label = trainSchema.GetColumnOrNull(labelColumn) ?? throw Host.ExceptSchemaMismatch(nameof(trainSchema), "label", labelColumn);
        _columns = new MulticlassScoreColumns((IValueMapper)model, label);
    }

    private protected override RowMapping.Column[] MakeColumns(DataViewSchema inputSchema, DataViewSchema.Column feature) => _columns.Make(inputSchema, feature);

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(MulticlassPredictionTransformer.Version);
        ctx.SaveModel(Model, MulticlassPredictionTransformer.ModelFolder);
        ctx.SaveBinaryStream(MulticlassPredictionTransformer.TrainSchemaFile, writer => SchemaFile.Write(_trainSchema, writer.BaseStream));
        ctx.SaveNonEmptyString(FeatureColumnName);
        ctx.SaveNonEmptyString(_labelColumn);
    }
}

/// <summary>Reads transformers of any model.</summary>
internal static class MulticlassPredictionTransformer
{
    internal const string LoaderSignature = "MulticlassPredXfer";
    internal const string ModelFolder = "Model";
    internal const string TrainSchemaFile = "TrainSchema";

    internal static VersionInfo Version => new("MC  PRED", 0x00010001, 0x00010001, 0x00010001, typeof(MulticlassPredictionTransformer).Assembly.FullName, LoaderSignature);

    internal static ITransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        ctx.LoadModel<ModelParametersBase<VBuffer<float>>, SignatureLoadModel>(env, out var model, ModelFolder);
        DataViewSchema schema = null;
        env.CheckDecode(ctx.TryLoadBinaryStream(TrainSchemaFile, reader => schema = SchemaFile.Read(reader.BaseStream)), "The schema of the training data is missing.");
        var (feature, label) = (ctx.LoadNonEmptyString(), ctx.LoadNonEmptyString());
        env.CheckDecode(model is IValueMapper mapper && mapper.InputType.Equals(schema.GetColumnOrNull(feature)?.Type), "The model and the schema of its training data differ in the features.");
        env.CheckDecode(schema.GetColumnOrNull(label)?.Type is KeyDataViewType key && key.Count == (ulong)((IValueMapper)model).OutputType.GetVectorSize(), "The model and the schema of its training data differ in the classes.");
        return (ITransformer)Getters.CallStatic(typeof(MulticlassPredictionTransformer), nameof(Make), model.GetType(), env, model, schema, feature, label);
    }

    private static MulticlassPredictionTransformer<TModel> Make<TModel>(IHostEnvironment env, TModel model, DataViewSchema schema, string feature, string label)
        where TModel : class => new(env, model, schema, feature, label);
}

namespace Microsoft.ML.Data;

/// <summary>The two columns of a classifier: PredictedLabel, a key like the label, and Score, a probability for each class.</summary>
internal sealed class MulticlassScoreColumns(IValueMapper mapper, DataViewSchema.Column label)
{
    private readonly VectorDataViewType _scoreType = (VectorDataViewType)mapper.OutputType;

    public RowMapping.Column[] Make(DataViewSchema inputSchema, DataViewSchema.Column feature)
    {
        // Columns of one scorer share a number, and the next scorer gets the next.
        var set = inputSchema.GetMaxAnnotationKind(AnnotationUtils.Kinds.ScoreColumnSetId) + 1;
        return
        [
            new(DefaultColumnNames.PredictedLabel, new KeyDataViewType(typeof(uint), _scoreType.Size), PredictedLabelAnnotations(set), [feature.Index], row => PredictedLabel(ScoresOf(row, feature.Index))),
            new(DefaultColumnNames.Score, _scoreType, ScoreAnnotations(set), [feature.Index], row => ScoresOf(row, feature.Index)),
        ];
    }

    /// <summary>The same columns, as an estimator promises them.</summary>
    public static SchemaShape.Column[] Promise(SchemaShape.Column label) =>
    [
        new(DefaultColumnNames.Score, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, false, new SchemaShape(AnnotationUtils.AnnotationsForMulticlassScoreColumn(label))),
        new(DefaultColumnNames.PredictedLabel, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.UInt32, true,
            new SchemaShape(label.Annotations.Where(annotation => annotation.Name == AnnotationUtils.Kinds.KeyValues).Concat(AnnotationUtils.GetTrainerOutputAnnotation()))),
    ];

    private ValueGetter<VBuffer<float>> ScoresOf(DataViewRow row, int feature)
    {
        var getFeatures = row.GetGetter<VBuffer<float>>(row.Schema[feature]);
        var map = mapper.GetMapper<VBuffer<float>, VBuffer<float>>();
        VBuffer<float> features = default;
        return (ref VBuffer<float> scores) =>
        {
            getFeatures(ref features);
            map(features, ref scores);
        };
    }

    // Of equal scores the first counts; where no score is a number, no class does.
    private static ValueGetter<uint> PredictedLabel(ValueGetter<VBuffer<float>> getScores)
    {
        VBuffer<float> scores = default;
        return (ref uint key) =>
        {
            getScores(ref scores);
            key = 0;
            var best = float.NegativeInfinity;
            var values = scores.GetValues();
            for (var i = 0; i < values.Length; i++)
                if (values[i] > best)
                    (best, key) = (values[i], (uint)i + 1);
        };
    }

    private DataViewSchema.Annotations PredictedLabelAnnotations(uint set)
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        AddText(annotations, AnnotationUtils.Kinds.ScoreColumnKind, AnnotationUtils.Const.ScoreColumnKind.MulticlassClassification);
        AddText(annotations, AnnotationUtils.Kinds.ScoreValueKind, AnnotationUtils.Const.ScoreValueKind.PredictedLabel);
        annotations.Add(label.Annotations, kind => kind == AnnotationUtils.Kinds.KeyValues);
        annotations.AddPrimitiveValue(AnnotationUtils.Kinds.ScoreColumnSetId, AnnotationUtils.ScoreColumnSetIdType, set);
        return annotations.ToAnnotations();
    }

    private DataViewSchema.Annotations ScoreAnnotations(uint set)
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        AddText(annotations, AnnotationUtils.Kinds.ScoreColumnKind, AnnotationUtils.Const.ScoreColumnKind.MulticlassClassification);
        annotations.AddPrimitiveValue(AnnotationUtils.Kinds.ScoreColumnSetId, AnnotationUtils.ScoreColumnSetIdType, set);
        AddText(annotations, AnnotationUtils.Kinds.ScoreValueKind, AnnotationUtils.Const.ScoreValueKind.Score);
        if (label.Annotations.Schema.GetColumnOrNull(AnnotationUtils.Kinds.KeyValues) is { Type: VectorDataViewType type } values)
        {
            var getter = (Delegate)Getters.CallStatic(typeof(MulticlassScoreColumns), nameof(GetterOf), type.RawType, label.Annotations, values);
            annotations.Add(AnnotationUtils.Kinds.TrainingLabelValues, type, getter);
            if (type.ItemType is TextDataViewType)
                annotations.Add(AnnotationUtils.Kinds.SlotNames, type, getter);
        }
        return annotations.ToAnnotations();
    }

    private static ValueGetter<T> GetterOf<T>(DataViewSchema.Annotations annotations, DataViewSchema.Column column) => annotations.GetGetter<T>(column);

    private static void AddText(DataViewSchema.Annotations.Builder annotations, string kind, string value) => annotations.AddPrimitiveValue(kind, TextDataViewType.Instance, value.AsMemory());
}

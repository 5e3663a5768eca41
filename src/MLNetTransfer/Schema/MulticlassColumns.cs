using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetTransfer.Persistence;
using VectorKind = Microsoft.ML.SchemaShape.Column.VectorKind;

namespace MLNetTransfer.Schema;

/// <summary>
/// The two columns of a classifier, with the types and annotations that ML.NET's own multiclass trainers give: PredictedLabel, a key like the label, and Score,
/// a probability for each class.
/// </summary>
internal sealed class MulticlassColumns(string predictedLabelName, string scoreName, int classCount, LabelValues? labelValues)
{
    private static readonly KeyDataViewType _setType = new(typeof(uint), int.MaxValue);

    public string PredictedLabelName => predictedLabelName;

    public string ScoreName => scoreName;

    public int ClassCount => classCount;

    public LabelValues? LabelValues => labelValues;

    /// <summary>The columns as they follow those of an input.</summary>
    public (DataViewSchema.DetachedColumn PredictedLabel, DataViewSchema.DetachedColumn Score) After(DataViewSchema input)
    {
        var set = NextScoreColumnSet(input);
        return (new(predictedLabelName, new KeyDataViewType(typeof(uint), classCount), PredictedLabelAnnotations(set)),
            new(scoreName, new VectorDataViewType(NumberDataViewType.Single, classCount), ScoreAnnotations(set)));
    }

    /// <summary>The same columns, as an estimator promises them of a label that it knows only the shape of.</summary>
    public static IReadOnlyList<SchemaShape.Column> Promise(string predictedLabelName, string scoreName, SchemaShape.Column label)
    {
        var keyValues = label.Annotations.Where(a => a.Name == AnnotationKinds.KeyValues && a.Kind == VectorKind.Vector).ToList();
        var scores = keyValues.Where(a => a.ItemType is TextDataViewType).Select(a => ShapeColumns.Create(AnnotationKinds.SlotNames, VectorKind.Vector, a.ItemType, isKey: false))
            .Concat(keyValues.Select(a => ShapeColumns.Create(AnnotationKinds.TrainingLabelValues, VectorKind.Vector, a.ItemType, isKey: false)));
        SchemaShape.Column[] kind =
        [
            ShapeColumns.Create(AnnotationKinds.ScoreColumnSetId, VectorKind.Scalar, NumberDataViewType.UInt32, isKey: true),
            ShapeColumns.Create(AnnotationKinds.ScoreColumnKind, VectorKind.Scalar, TextDataViewType.Instance, isKey: false),
            ShapeColumns.Create(AnnotationKinds.ScoreValueKind, VectorKind.Scalar, TextDataViewType.Instance, isKey: false),
        ];
        return
        [
            ShapeColumns.Create(predictedLabelName, VectorKind.Scalar, NumberDataViewType.UInt32, isKey: true, [.. keyValues, .. kind]),
            ShapeColumns.Create(scoreName, VectorKind.Vector, NumberDataViewType.Single, isKey: false, [.. scores, .. kind]),
        ];
    }

    private DataViewSchema.Annotations PredictedLabelAnnotations(uint set)
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        AddText(annotations, AnnotationKinds.ScoreColumnKind, AnnotationKinds.MulticlassClassification);
        AddText(annotations, AnnotationKinds.ScoreValueKind, AnnotationKinds.PredictedLabel);
        labelValues?.AddTo(annotations, AnnotationKinds.KeyValues);
        AddSet(annotations, set);
        return annotations.ToAnnotations();
    }

    private DataViewSchema.Annotations ScoreAnnotations(uint set)
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        AddText(annotations, AnnotationKinds.ScoreColumnKind, AnnotationKinds.MulticlassClassification);
        AddSet(annotations, set);
        AddText(annotations, AnnotationKinds.ScoreValueKind, AnnotationKinds.Score);
        labelValues?.AddTo(annotations, AnnotationKinds.TrainingLabelValues);
        if (labelValues is { IsText: true }) labelValues.AddTo(annotations, AnnotationKinds.SlotNames);
        return annotations.ToAnnotations();
    }

    private static void AddText(DataViewSchema.Annotations.Builder annotations, string kind, string value) =>
        annotations.AddPrimitiveValue(kind, TextDataViewType.Instance, value.AsMemory());

    private static void AddSet(DataViewSchema.Annotations.Builder annotations, uint set) => annotations.AddPrimitiveValue(AnnotationKinds.ScoreColumnSetId, _setType, set);

    // Columns of one scorer share a number, and a second scorer in the pipeline gets the next.
    private static uint NextScoreColumnSet(DataViewSchema input)
    {
        var last = 0u;
        foreach (var column in input)
        {
            if (column.Annotations.Schema.GetColumnOrNull(AnnotationKinds.ScoreColumnSetId) is not { } annotation || annotation.Type is not KeyDataViewType || annotation.Type.RawType != typeof(uint)) continue;
            var set = 0u;
            column.Annotations.GetValue(AnnotationKinds.ScoreColumnSetId, ref set);
            last = Math.Max(last, set);
        }
        return last + 1;
    }
}

namespace Microsoft.ML.Data;

/// <summary>The names of annotations, and the shapes of those that trainers promise.</summary>
internal static class AnnotationUtils
{
    /// <summary>The type of <see cref="Kinds.ScoreColumnSetId"/>.</summary>
    public static KeyDataViewType ScoreColumnSetIdType { get; } = new(typeof(uint), int.MaxValue);

    /// <summary>The type of a list of names.</summary>
    public static VectorDataViewType GetNamesType(int size) => new(TextDataViewType.Instance, size);

    /// <summary>The largest value of an annotation that is a key over the columns, and the first column that has it; 0 and -1 where none has.</summary>
    public static uint GetMaxAnnotationKind(this DataViewSchema schema, out int colMax, string annotationKind, Func<DataViewSchema, int, bool> filterFunc = null)
    {
        uint max = 0;
        colMax = -1;
        foreach (var column in schema)
        {
            if (column.Annotations.Schema.GetColumnOrNull(annotationKind)?.Type is not KeyDataViewType key || key.RawType != typeof(uint) || filterFunc?.Invoke(schema, column.Index) == false)
                continue;
            uint value = 0;
            column.Annotations.GetValue(annotationKind, ref value);
            if (value > max)
                (max, colMax) = (value, column.Index);
        }
        return max;
    }

    /// <summary>Whether the column has names for <paramref name="vectorSize"/> slots.</summary>
    public static bool HasSlotNames(this DataViewSchema.Column column, int vectorSize) =>
        vectorSize > 0 && column.Annotations.Schema.GetColumnOrNull(Kinds.SlotNames)?.Type is VectorDataViewType { ItemType: TextDataViewType } names && names.Size == vectorSize;

    /// <summary>Whether the column will have names for its slots.</summary>
    public static bool HasSlotNames(this SchemaShape.Column col) =>
        col.Kind == SchemaShape.Column.VectorKind.Vector && col.Annotations.TryFindColumn(Kinds.SlotNames, out var names)
        && names is { Kind: SchemaShape.Column.VectorKind.Vector, IsKey: false, ItemType: TextDataViewType };

    /// <summary>Whether the column's keys will stand for texts.</summary>
    public static bool NeedsSlotNames(this SchemaShape.Column col) =>
        col.Annotations.TryFindColumn(Kinds.KeyValues, out var values) && values is { Kind: SchemaShape.Column.VectorKind.Vector, ItemType: TextDataViewType };

    /// <summary>Whether the column will be known to be normalized.</summary>
    public static bool IsNormalized(this SchemaShape.Column column) =>
        column.Annotations.TryFindColumn(Kinds.IsNormalized, out var mark) && mark is { Kind: SchemaShape.Column.VectorKind.Scalar, IsKey: false, ItemType: BooleanDataViewType };

    /// <summary>The annotations of every score column.</summary>
    public static IEnumerable<SchemaShape.Column> GetTrainerOutputAnnotation(bool isNormalized = false)
    {
        yield return new(Kinds.ScoreColumnSetId, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.UInt32, true);
        yield return new(Kinds.ScoreColumnKind, SchemaShape.Column.VectorKind.Scalar, TextDataViewType.Instance, false);
        yield return new(Kinds.ScoreValueKind, SchemaShape.Column.VectorKind.Scalar, TextDataViewType.Instance, false);
        if (isNormalized)
            yield return new(Kinds.IsNormalized, SchemaShape.Column.VectorKind.Scalar, BooleanDataViewType.Instance, false);
    }

    /// <summary>The annotations of the scores of classes, which bear the label's names.</summary>
    public static IEnumerable<SchemaShape.Column> AnnotationsForMulticlassScoreColumn(SchemaShape.Column? labelColumn = null)
    {
        if (labelColumn is { IsKey: true } label && label.Annotations.TryFindColumn(Kinds.KeyValues, out var values) && values.Kind == SchemaShape.Column.VectorKind.Vector)
        {
            if (values.ItemType is TextDataViewType)
                yield return new(Kinds.SlotNames, SchemaShape.Column.VectorKind.Vector, TextDataViewType.Instance, false);
            yield return new(Kinds.TrainingLabelValues, SchemaShape.Column.VectorKind.Vector, values.ItemType, false);
        }
        foreach (var annotation in GetTrainerOutputAnnotation())
            yield return annotation;
    }

    /// <summary>The names of annotations.</summary>
    public static class Kinds
    {
        public const string SlotNames = "SlotNames";
        public const string KeyValues = "KeyValues";
        public const string ScoreColumnSetId = "ScoreColumnSetId";
        public const string ScoreColumnKind = "ScoreColumnKind";
        public const string ScoreValueKind = "ScoreValueKind";
        public const string IsNormalized = "IsNormalized";
        public const string IsUserVisible = "IsUserVisible";
        public const string TrainingLabelValues = "TrainingLabelValues";
        public const string CategoricalSlotRanges = "CategoricalSlotRanges";
    }

    /// <summary>The values of annotations.</summary>
    public static class Const
    {
        public static class ScoreColumnKind
        {
            public const string BinaryClassification = "BinaryClassification";
            public const string MulticlassClassification = "MulticlassClassification";
            public const string Regression = "Regression";
        }

        public static class ScoreValueKind
        {
            public const string Score = "Score";
            public const string PredictedLabel = "PredictedLabel";
            public const string Probability = "Probability";
        }
    }
}

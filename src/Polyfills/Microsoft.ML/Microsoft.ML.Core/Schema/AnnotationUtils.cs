namespace Microsoft.ML.Data;

/// <summary>The names of annotations, and questions asked of them.</summary>
internal static class AnnotationUtils
{
    /// <summary>The type of a list of names.</summary>
    public static VectorDataViewType GetNamesType(int size) => new(TextDataViewType.Instance, size);

    /// <summary>Whether the column has names for <paramref name="vectorSize"/> slots.</summary>
    public static bool HasSlotNames(this DataViewSchema.Column column, int vectorSize) =>
        vectorSize > 0 && column.Annotations.Schema.GetColumnOrNull(Kinds.SlotNames)?.Type is VectorDataViewType { ItemType: TextDataViewType } names && names.Size == vectorSize;

    /// <summary>Whether the column will have names for its slots.</summary>
    public static bool HasSlotNames(this SchemaShape.Column col) =>
        col.Kind == SchemaShape.Column.VectorKind.Vector && col.Annotations.TryFindColumn(Kinds.SlotNames, out var names)
        && names is { Kind: SchemaShape.Column.VectorKind.Vector, IsKey: false, ItemType: TextDataViewType };

    /// <summary>Whether the column will be known to be normalized.</summary>
    public static bool IsNormalized(this SchemaShape.Column column) =>
        column.Annotations.TryFindColumn(Kinds.IsNormalized, out var mark) && mark is { Kind: SchemaShape.Column.VectorKind.Scalar, IsKey: false, ItemType: BooleanDataViewType };

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
}

using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetTransfer.Persistence;
using VectorKind = Microsoft.ML.SchemaShape.Column.VectorKind;

namespace MLNetTransfer.Schema;

/// <summary>A column of words' vectors one after another, as many as a row has words; an annotation says how many numbers a word has.</summary>
internal static class WordFeatureColumn
{
    public static DataViewSchema.DetachedColumn Declare(string name, int size)
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.AddPrimitiveValue(AnnotationKinds.WordVectorSize, NumberDataViewType.Int32, size);
        return new(name, new VectorDataViewType(NumberDataViewType.Single), annotations.ToAnnotations());
    }

    /// <summary>The same column as an estimator promises it.</summary>
    public static SchemaShape.Column Promise(string name) => ShapeColumns.Create(name, VectorKind.VariableVector, NumberDataViewType.Single, isKey: false,
        [ShapeColumns.Create(AnnotationKinds.WordVectorSize, VectorKind.Scalar, NumberDataViewType.Int32, isKey: false)]);

    /// <summary>How many numbers a word has; null where the column does not say.</summary>
    public static int? SizeOf(DataViewSchema.Column column)
    {
        if (column.Annotations.Schema.GetColumnOrNull(AnnotationKinds.WordVectorSize) is not { } annotation || annotation.Type != NumberDataViewType.Int32) return null;
        var size = 0;
        column.Annotations.GetValue(AnnotationKinds.WordVectorSize, ref size);
        return size > 0 ? size : null;
    }
}

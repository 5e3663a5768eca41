using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetTransfer.Persistence;
using VectorKind = Microsoft.ML.SchemaShape.Column.VectorKind;

namespace MLNetTransfer.Schema;

/// <summary>A column of feature vectors of known size, with slot names.</summary>
internal static class FeatureColumn
{
    public static DataViewSchema.DetachedColumn Declare(string name, int size, IReadOnlyList<string> slotNames)
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.Add<VBuffer<ReadOnlyMemory<char>>>(AnnotationKinds.SlotNames, new VectorDataViewType(TextDataViewType.Instance, size), (ref VBuffer<ReadOnlyMemory<char>> value) =>
        {
            var editor = VBufferEditor.Create(ref value, slotNames.Count);
            for (var i = 0; i < slotNames.Count; i++) editor.Values[i] = slotNames[i].AsMemory();
            value = editor.Commit();
        });
        return new(name, new VectorDataViewType(NumberDataViewType.Single, size), annotations.ToAnnotations());
    }

    /// <summary>The same column as an estimator promises it.</summary>
    public static SchemaShape.Column Promise(string name) => ShapeColumns.Create(name, VectorKind.Vector, NumberDataViewType.Single, isKey: false,
        [ShapeColumns.Create(AnnotationKinds.SlotNames, VectorKind.Vector, TextDataViewType.Instance, isKey: false)]);
}

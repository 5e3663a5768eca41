using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetTransfer.Persistence;

/// <summary>Makes the columns that an estimator promises before it is fitted.</summary>
internal static class ShapeColumns
{
    // Internal: the constructor of SchemaShape.Column; ML.NET has no public one.
    public static SchemaShape.Column Create(string name, SchemaShape.Column.VectorKind kind, DataViewType itemType, bool isKey, IEnumerable<SchemaShape.Column>? annotations = null) =>
        new(name, kind, itemType, isKey, new SchemaShape(annotations ?? []));
}

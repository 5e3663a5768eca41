using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetTransfer.Schema;

/// <summary>Finds a column by the role it plays and refuses a wrong one in ML.NET's own words and with its exception type.</summary>
internal static class ColumnChecks
{
    private const string WordsType = "Vector<String>", WordVectorsType = "Vector<Single>", WordTagsType = "Vector<Key<UInt32>> or Vector<String>";

    /// <exception cref="ArgumentOutOfRangeException">There is no such column, or its type is another.</exception>
    public static DataViewSchema.Column Text(DataViewSchema schema, string role, string name)
    {
        var column = Find(schema, role, name);
        return column.Type is TextDataViewType ? column : throw Mismatch(role, name, "String", column.Type.ToString()!, "inputSchema");
    }

    /// <inheritdoc cref="Text(DataViewSchema, string, string)"/>
    public static void Text(SchemaShape schema, string role, string name)
    {
        var column = Find(schema, role, name);
        if (column.Kind != SchemaShape.Column.VectorKind.Scalar || column.ItemType is not TextDataViewType) throw Mismatch(role, name, "String", TypeText(column), "inputSchema");
    }

    /// <summary>A vector of known size of float32.</summary>
    /// <inheritdoc cref="Text(DataViewSchema, string, string)"/>
    public static DataViewSchema.Column Vector(DataViewSchema schema, string role, string name)
    {
        var column = Find(schema, role, name);
        return column.Type is VectorDataViewType { IsKnownSize: true } vector && vector.ItemType == NumberDataViewType.Single ? column : throw Mismatch(role, name, "Vector<Single>", column.Type.ToString()!, "inputSchema");
    }

    /// <summary>A vector of text, of any size.</summary>
    /// <inheritdoc cref="Text(DataViewSchema, string, string)"/>
    public static DataViewSchema.Column Words(DataViewSchema schema, string role, string name)
    {
        var column = Find(schema, role, name);
        return column.Type is VectorDataViewType { ItemType: TextDataViewType } ? column : throw Mismatch(role, name, WordsType, column.Type.ToString()!, "inputSchema");
    }

    /// <inheritdoc cref="Text(DataViewSchema, string, string)"/>
    public static void Words(SchemaShape schema, string role, string name)
    {
        var column = Find(schema, role, name);
        if (column.Kind == SchemaShape.Column.VectorKind.Scalar || column.IsKey || column.ItemType is not TextDataViewType) throw Mismatch(role, name, WordsType, TypeText(column), "inputSchema");
    }

    /// <summary>A vector of float32, of any size.</summary>
    /// <inheritdoc cref="Text(DataViewSchema, string, string)"/>
    public static DataViewSchema.Column WordVectors(DataViewSchema schema, string role, string name)
    {
        var column = Find(schema, role, name);
        return column.Type is VectorDataViewType vector && vector.ItemType == NumberDataViewType.Single ? column : throw Mismatch(role, name, WordVectorsType, column.Type.ToString()!, "inputSchema");
    }

    /// <inheritdoc cref="Text(DataViewSchema, string, string)"/>
    public static void WordVectors(SchemaShape schema, string role, string name)
    {
        var column = Find(schema, role, name);
        if (column.Kind == SchemaShape.Column.VectorKind.Scalar || column.IsKey || column.ItemType != NumberDataViewType.Single) throw Mismatch(role, name, WordVectorsType, TypeText(column), "inputSchema");
    }

    /// <summary>Tags of words: a vector of keys of 32 bits, as MapValueToKey makes them, or of text.</summary>
    /// <inheritdoc cref="Text(DataViewSchema, string, string)"/>
    public static DataViewSchema.Column WordTags(DataViewSchema schema, string role, string name)
    {
        var column = Find(schema, role, name);
        var fits = column.Type is VectorDataViewType { ItemType: var item } && (item is TextDataViewType || (item is KeyDataViewType && item.RawType == typeof(uint)));
        return fits ? column : throw Mismatch(role, name, WordTagsType, column.Type.ToString()!, "labelCol");
    }

    /// <inheritdoc cref="Text(DataViewSchema, string, string)"/>
    public static SchemaShape.Column WordTags(SchemaShape schema, string role, string name)
    {
        var column = Find(schema, role, name);
        var fits = column.Kind != SchemaShape.Column.VectorKind.Scalar && (column.IsKey ? column.ItemType.RawType == typeof(uint) : column.ItemType is TextDataViewType);
        return fits ? column : throw Mismatch(role, name, WordTagsType, TypeText(column), "labelCol");
    }

    /// <summary>A label of classes: a key of 32 bits, as MapValueToKey makes it.</summary>
    /// <inheritdoc cref="Text(DataViewSchema, string, string)"/>
    public static DataViewSchema.Column ClassLabel(DataViewSchema schema, string name)
    {
        var column = Find(schema, "label", name);
        return column.Type is KeyDataViewType key && key.RawType == typeof(uint) ? column : throw Mismatch("label", name, "Key<UInt32>", column.Type.ToString()!, "labelCol");
    }

    /// <inheritdoc cref="ClassLabel(DataViewSchema, string)"/>
    public static SchemaShape.Column ClassLabel(SchemaShape schema, string name)
    {
        var column = Find(schema, "label", name);
        var fits = column.Kind == SchemaShape.Column.VectorKind.Scalar && column.IsKey && column.ItemType.RawType == typeof(uint);
        return fits ? column : throw Mismatch("label", name, "Key<UInt32>", TypeText(column), "labelCol");
    }

    private static DataViewSchema.Column Find(DataViewSchema schema, string role, string name) =>
        schema.GetColumnOrNull(name) ?? throw Missing(role, name);

    private static SchemaShape.Column Find(SchemaShape schema, string role, string name)
    {
        foreach (var column in schema)
            if (column.Name == name) return column;
        throw Missing(role, name);
    }

    private static ArgumentOutOfRangeException Missing(string role, string name) => new("inputSchema", $"Could not find {role} column '{name}'");

    private static ArgumentOutOfRangeException Mismatch(string role, string name, string expected, string found, string parameter) =>
        new(parameter, $"Schema mismatch for {role} column '{name}': expected {expected}, got {found}");

    private static string TypeText(SchemaShape.Column column)
    {
        var item = column.IsKey ? $"Key<{column.ItemType}>" : column.ItemType.ToString()!;
        return column.Kind switch
        {
            SchemaShape.Column.VectorKind.Vector => $"Vector<{item}>",
            SchemaShape.Column.VectorKind.VariableVector => $"VarVector<{item}>",
            _ => item,
        };
    }
}

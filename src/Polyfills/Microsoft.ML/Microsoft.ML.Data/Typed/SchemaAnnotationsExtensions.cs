namespace Microsoft.ML.Data;

/// <summary>Reads the annotations that columns usually have.</summary>
public static class SchemaAnnotationsExtensions
{
    /// <summary>Whether the column is known to be normalized.</summary>
    public static bool IsNormalized(this DataViewSchema.Column column)
    {
        if (column.Annotations.Schema.GetColumnOrNull(AnnotationUtils.Kinds.IsNormalized)?.Type is not BooleanDataViewType)
            return false;
        var value = false;
        column.Annotations.GetValue(AnnotationUtils.Kinds.IsNormalized, ref value);
        return value;
    }

    /// <summary>Whether the column is a vector of known size whose slots have names.</summary>
    public static bool HasSlotNames(this DataViewSchema.Column column) => column.Type is VectorDataViewType vector && column.HasSlotNames(vector.Size);

    /// <summary>Reads the names of the column's slots; empty ones where it has none.</summary>
    public static void GetSlotNames(this DataViewSchema.Column column, ref VBuffer<ReadOnlyMemory<char>> slotNames)
    {
        if (column.HasSlotNames())
            column.Annotations.GetValue(AnnotationUtils.Kinds.SlotNames, ref slotNames);
        else
            slotNames = VBufferEditor.Create(ref slotNames, column.Type.GetVectorSize(), 0).Commit();
    }

    /// <summary>Whether it is known what the column's keys stand for.</summary>
    /// <param name="column">The column.</param>
    /// <param name="keyValueItemType">What they have to stand for; text where left out.</param>
    public static bool HasKeyValues(this DataViewSchema.Column column, PrimitiveDataViewType keyValueItemType = null)
    {
        if (column.Type.GetItemType() is not KeyDataViewType key)
            return false;
        keyValueItemType ??= TextDataViewType.Instance;
        return column.Annotations.Schema.GetColumnOrNull(AnnotationUtils.Kinds.KeyValues)?.Type is VectorDataViewType values
            && values.ItemType.Equals(keyValueItemType) && (ulong)values.Size == key.Count;
    }

    /// <summary>Reads what the column's keys stand for, the value of key 1 first.</summary>
    /// <exception cref="InvalidOperationException">It is not known, or <typeparamref name="TValue"/> is of another type.</exception>
    public static void GetKeyValues<TValue>(this DataViewSchema.Column column, ref VBuffer<TValue> keyValues) => column.Annotations.GetValue(AnnotationUtils.Kinds.KeyValues, ref keyValues);
}

namespace Microsoft.ML.Data;

/// <summary>Values and slot names of columns put one after another.</summary>
internal static class ConcatenatedSlots
{
    /// <summary>Slot names, if any input is a scalar or has some, and whether all is normalized.</summary>
    public static DataViewSchema.Annotations Annotations(DataViewSchema.Column[] inputs, VectorDataViewType type)
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        if (type.ItemType is NumberDataViewType && inputs.All(column => column.IsNormalized()))
            annotations.AddPrimitiveValue(AnnotationUtils.Kinds.IsNormalized, BooleanDataViewType.Instance, true);
        if (type.IsKnownSize && inputs.Any(column => column.Type is not VectorDataViewType vector || column.HasSlotNames(vector.Size)))
            annotations.Add(AnnotationUtils.Kinds.SlotNames, AnnotationUtils.GetNamesType(type.Size), (ref VBuffer<ReadOnlyMemory<char>> names)
                => names = new VBuffer<ReadOnlyMemory<char>>(type.Size, [.. inputs.SelectMany(Names)]));
        return annotations.ToAnnotations();
    }

    /// <summary>The getter of the vector of all inputs' values.</summary>
    public static ValueGetter<VBuffer<T>> Getter<T>(DataViewRow row, DataViewSchema.Column[] inputs)
    {
        var getters = Array.ConvertAll(inputs, column => VectorGetter<T>(row, row.Schema[column.Index]));
        var parts = new VBuffer<T>[inputs.Length];
        return (ref VBuffer<T> value) =>
        {
            var size = 0;
            for (var i = 0; i < parts.Length; i++)
            {
                getters[i](ref parts[i]);
                size += parts[i].Length;
            }
            var editor = VBufferEditor.Create(ref value, size);
            var start = 0;
            foreach (var part in parts)
            {
                part.CopyTo(editor.Values[start..]);
                start += part.Length;
            }
            value = editor.Commit();
        };
    }

    // A scalar's slot has the column's name, a vector's slots have theirs behind the column's and a dot.
    private static IEnumerable<ReadOnlyMemory<char>> Names(DataViewSchema.Column column)
    {
        if (column.Type is not VectorDataViewType vector)
            return [column.Name.AsMemory()];
        if (!column.HasSlotNames(vector.Size))
            return new ReadOnlyMemory<char>[vector.Size];
        VBuffer<ReadOnlyMemory<char>> names = default;
        column.GetSlotNames(ref names);
        return names.DenseValues().Select(name => name.IsEmpty ? name : $"{column.Name}.{name}".AsMemory());
    }

    private static ValueGetter<VBuffer<T>> VectorGetter<T>(DataViewRow row, DataViewSchema.Column column)
    {
        if (column.Type is VectorDataViewType)
            return row.GetGetter<VBuffer<T>>(column);
        var getter = row.GetGetter<T>(column);
        return (ref VBuffer<T> value) =>
        {
            var editor = VBufferEditor.Create(ref value, 1);
            getter(ref editor.Values[0]);
            value = editor.Commit();
        };
    }
}

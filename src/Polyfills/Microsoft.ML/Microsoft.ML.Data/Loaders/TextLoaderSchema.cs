namespace Microsoft.ML.Data;

/// <summary>The schema of a text loader: vectors take their slot names from the header.</summary>
internal static class TextLoaderSchema
{
    public static DataViewSchema Create(TextColumn[] columns, TextFields header)
    {
        var schema = new DataViewSchema.Builder();
        foreach (var column in columns)
            schema.AddColumn(column.Name, column.Type, Annotations(column, header));
        return schema.ToSchema();
    }

    private static DataViewSchema.Annotations Annotations(TextColumn column, TextFields header)
    {
        if (header is null || column.Type is not VectorDataViewType { IsKnownSize: true } type)
            return null;
        var names = new ReadOnlyMemory<char>[type.Size];
        var start = 0;
        foreach (var (min, limit) in column.Segments)
        {
            foreach (var (index, text) in header.Range(min, limit))
                names[start + index - min] = text.Trim();
            start += limit - min;
        }
        if (names.All(name => name.IsEmpty))
            return null;
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.Add("SlotNames", new VectorDataViewType(TextDataViewType.Instance, names.Length), (ref VBuffer<ReadOnlyMemory<char>> value) => value = new(names.Length, [.. names]));
        return annotations.ToAnnotations();
    }
}

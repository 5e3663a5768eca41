namespace Microsoft.ML.Data;

/// <summary>Which columns can be kept aside: those of types whose values can be copied, which are primitive types and vectors of them.</summary>
internal static class CopyableColumns
{
    /// <summary>The source without the columns that cannot be copied.</summary>
    public static IDataView Of(IDataView source)
    {
        var kept = source.Schema.Where(column => column.Type is PrimitiveDataViewType or VectorDataViewType).Select(column => column.Index).ToArray();
        return kept.Length == source.Schema.Count ? source : new SelectedColumnsView(source, kept);
    }
}

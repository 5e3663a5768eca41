using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Reads single columns.</summary>
public static class ColumnCursorExtensions
{
    /// <summary>The values of a column, read anew by every enumeration.</summary>
    /// <typeparam name="T">The column's raw type; string for text, and an array of the items or strings for vectors.</typeparam>
    /// <param name="data">The view.</param>
    /// <param name="columnName">The column.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column, or it is of another type.</exception>
    public static IEnumerable<T> GetColumn<T>(this IDataView data, string columnName)
    {
        Contracts.CheckValue(data, nameof(data));
        return data.GetColumn<T>(data.Schema[columnName]);
    }

    /// <inheritdoc cref="GetColumn{T}(IDataView, string)"/>
    public static IEnumerable<T> GetColumn<T>(this IDataView data, DataViewSchema.Column column)
    {
        Contracts.CheckValue(data, nameof(data));
        var own = data.Schema[column.Index];
        if (own.Name != column.Name || !own.Type.Equals(column.Type))
            throw Contracts.ExceptParam(nameof(column), "column with name {0} does not match the column of the data at index {1}", column.Name, column.Index);
        var items = typeof(T).IsArray ? typeof(T).GetElementType() : null;
        var itemType = column.Type is VectorDataViewType vector ? vector.ItemType.RawType : null;
        if (typeof(T) == column.Type.RawType)
            return Read(data, column, (T value) => value);
        if (typeof(T) == typeof(string) && column.Type is TextDataViewType)
            return (IEnumerable<T>)Read(data, column, (ReadOnlyMemory<char> value) => value.ToString());
        if (items == typeof(string) && itemType == typeof(ReadOnlyMemory<char>))
            return (IEnumerable<T>)Read(data, column, (VBuffer<ReadOnlyMemory<char>> value) => value.DenseValues().Select(text => text.ToString()).ToArray());
        if (items != null && items == itemType)
            return ApiUtils.Invoke<IEnumerable<T>>(new Arrays(data, column), nameof(Arrays.Read), [items]);
        throw Contracts.ExceptParam(nameof(column), "Cannot map column (name: {0}, type: {1}) in data to the user-defined type, {2}.", column.Name, column.Type, typeof(T));
    }

    private static IEnumerable<TResult> Read<TValue, TResult>(IDataView data, DataViewSchema.Column column, Func<TValue, TResult> convert)
    {
        using var cursor = data.GetRowCursor([column]);
        var getter = cursor.GetGetter<TValue>(column);
        while (cursor.MoveNext())
        {
            // A new value for each row: the caller keeps them.
            TValue value = default;
            getter(ref value);
            yield return convert(value);
        }
    }

    private sealed class Arrays(IDataView data, DataViewSchema.Column column)
    {
        internal IEnumerable<TItem[]> Read<TItem>() => ColumnCursorExtensions.Read(data, column, (VBuffer<TItem> value) =>
        {
            var items = new TItem[value.Length];
            value.CopyTo(items);
            return items;
        });
    }
}

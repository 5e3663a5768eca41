using Microsoft.ML;

namespace MLNetTransfer.DataViews;

/// <summary>The checks that every GetGetter owes its caller.</summary>
internal static class Getters
{
    /// <exception cref="ArgumentOutOfRangeException">The column is not active.</exception>
    public static void CheckActive(bool[] active, DataViewSchema.Column column)
    {
        if (column.Index >= active.Length || !active[column.Index])
            throw new ArgumentOutOfRangeException(nameof(column), $"Column '{column.Name}' is not active: name it among the columns needed when the cursor is made.");
    }

    /// <exception cref="InvalidOperationException">The column's values are of another type.</exception>
    public static ValueGetter<TValue> Cast<TValue>(Delegate getter, DataViewSchema.Column column) => getter as ValueGetter<TValue>
        ?? throw new InvalidOperationException($"Invalid TValue in GetGetter for column '{column.Name}': '{typeof(TValue)}', expected type: '{column.Type.RawType}'.");
}

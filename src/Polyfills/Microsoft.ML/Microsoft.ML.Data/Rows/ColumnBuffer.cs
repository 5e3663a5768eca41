namespace Microsoft.ML.Data;

/// <summary>Values of one column of a cursor, kept by slot.</summary>
internal abstract class ColumnBuffer
{
    /// <summary>A buffer for the column, with room for <paramref name="capacity"/> values.</summary>
    public static ColumnBuffer Create(DataViewRow input, DataViewSchema.Column column, int capacity)
        => column.Type is VectorDataViewType vector
            ? (ColumnBuffer)Getters.CallStatic(typeof(ColumnBuffer), nameof(CreateVector), vector.ItemType.RawType, input, column, capacity)
            : (ColumnBuffer)Getters.CallStatic(typeof(ColumnBuffer), nameof(CreateScalar), column.Type.RawType, input, column, capacity);

    /// <summary>A buffer of the rows' identifiers.</summary>
    public static ColumnBuffer<DataViewRowId> CreateIds(DataViewRow input, int capacity)
        => new(input.GetIdGetter(), (in DataViewRowId from, ref DataViewRowId to) => to = from, capacity);

    /// <summary>Keeps the current row's value in a slot; the slots grow where they must.</summary>
    public abstract void Keep(int slot);

    /// <summary>A getter of the value in the slot that <paramref name="slot"/> gives.</summary>
    public abstract Delegate CreateGetter(Func<int> slot);

    private static ColumnBuffer CreateScalar<T>(DataViewRow input, DataViewSchema.Column column, int capacity)
        => new ColumnBuffer<T>(input.GetGetter<T>(column), (in T from, ref T to) => to = from, capacity);

    private static ColumnBuffer CreateVector<T>(DataViewRow input, DataViewSchema.Column column, int capacity)
        => new ColumnBuffer<VBuffer<T>>(input.GetGetter<VBuffer<T>>(column), (in VBuffer<T> from, ref VBuffer<T> to) => from.CopyTo(ref to), capacity);
}

/// <inheritdoc/>
internal sealed class ColumnBuffer<T>(ValueGetter<T> getter, ColumnBuffer<T>.Copy copy, int capacity) : ColumnBuffer
{
    private T[] _values = new T[capacity];

    /// <summary>Copies a value, so that neither copy sees changes of the other.</summary>
    public delegate void Copy(in T from, ref T to);

    public override void Keep(int slot)
    {
        if (slot >= _values.Length)
            Array.Resize(ref _values, Math.Max(2 * _values.Length, slot + 1));
        getter(ref _values[slot]);
    }

    public override Delegate CreateGetter(Func<int> slot) => (ValueGetter<T>)((ref T value) => copy(in _values[slot()], ref value));
}

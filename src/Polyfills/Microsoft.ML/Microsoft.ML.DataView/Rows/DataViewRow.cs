using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>One row, whose values are fetched through getters.</summary>
public abstract class DataViewRow : IDisposable
{
    private bool _disposed;

    /// <summary>The row's position in its cursor, -1 before the first and after the last.</summary>
    public abstract long Position { get; }

    /// <summary>The batch that the row belongs to, by which cursors of one set are put in order.</summary>
    public abstract long Batch { get; }

    /// <summary>The columns, active or not.</summary>
    public abstract DataViewSchema Schema { get; }

    /// <summary>A getter of the row's identifier, which is the same in every cursor over the same data.</summary>
    public abstract ValueGetter<DataViewRowId> GetIdGetter();

    /// <summary>Whether values of the column can be fetched.</summary>
    public abstract bool IsColumnActive(DataViewSchema.Column column);

    /// <summary>A getter of the column's values.</summary>
    /// <exception cref="InvalidOperationException"><typeparamref name="TValue"/> is not the column's raw type.</exception>
    public abstract ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column);

    /// <summary>Releases what the row holds.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        Dispose(true);
        _disposed = true;
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases what the row holds; called once.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }
}

namespace Microsoft.ML.Data;

/// <summary>A cursor that makes its own rows: it counts them, and hands out the getters of the active columns.</summary>
internal abstract class RootCursor(DataViewSchema schema, bool[] active) : DataViewRowCursor
{
    private readonly Delegate[] _getters = new Delegate[schema.Count];
    private long _position = -1;
    private bool _done;

    public sealed override DataViewSchema Schema => schema;

    public sealed override long Position => _position;

    public override long Batch => 0;

    public sealed override bool IsColumnActive(DataViewSchema.Column column) => column.Index < active.Length && active[column.Index];

    public sealed override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        Getters.CheckActive(this, column);
        return Getters.As<TValue>(_getters[column.Index] ??= CreateGetter(column.Index), column);
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) =>
    {
        Getters.CheckRow(this);
        id = new DataViewRowId((ulong)_position, 0);
    };

    public sealed override bool MoveNext()
    {
        if (_done)
            return false;
        if (MoveNextCore())
        {
            _position++;
            return true;
        }
        _done = true;
        _position = -1;
        Dispose();
        return false;
    }

    /// <summary>Goes to the next row, if there is one.</summary>
    protected abstract bool MoveNextCore();

    /// <summary>Makes the getter of an active column.</summary>
    protected abstract Delegate CreateGetter(int column);
}

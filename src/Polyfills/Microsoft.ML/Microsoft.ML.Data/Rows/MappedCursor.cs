namespace Microsoft.ML.Data;

/// <summary>A cursor over another's rows, all or some of them, in their order and under a schema whose columns begin with the other's.</summary>
internal abstract class MappedCursor(DataViewRowCursor input, DataViewSchema schema, bool[] active) : DataViewRowCursor
{
    private long _position = -1;

    public sealed override DataViewSchema Schema => schema;

    public sealed override long Position => _position;

    public sealed override long Batch => input.Batch;

    /// <summary>The cursor below.</summary>
    protected DataViewRowCursor Input => input;

    public sealed override bool IsColumnActive(DataViewSchema.Column column) => column.Index < active.Length && active[column.Index];

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        Getters.CheckActive(this, column);
        return input.GetGetter<TValue>(input.Schema[column.Index]);
    }

    public sealed override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

    public sealed override bool MoveNext()
    {
        if (MoveNextCore())
        {
            _position++;
            return true;
        }
        _position = -1;
        return false;
    }

    /// <summary>Goes to the next row of the cursor below that belongs to this one.</summary>
    protected abstract bool MoveNextCore();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            input.Dispose();
        base.Dispose(disposing);
    }
}

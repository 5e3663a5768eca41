namespace Microsoft.ML.Data;

/// <summary>A row made of another, which it follows and owns.</summary>
internal abstract class MappedRow(DataViewRow input, DataViewSchema schema, bool[] active) : DataViewRow
{
    public sealed override DataViewSchema Schema => schema;

    public sealed override long Position => input.Position;

    public sealed override long Batch => input.Batch;

    /// <summary>The row below.</summary>
    protected DataViewRow Input => input;

    public sealed override bool IsColumnActive(DataViewSchema.Column column) => column.Index < active.Length && active[column.Index];

    public sealed override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

    public sealed override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        Getters.CheckActive(this, column);
        return GetGetterCore<TValue>(column);
    }

    /// <summary>The getter of an active column.</summary>
    protected abstract ValueGetter<TValue> GetGetterCore<TValue>(DataViewSchema.Column column);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            input.Dispose();
        base.Dispose(disposing);
    }
}

namespace Microsoft.ML.Data;

/// <summary>A source's rows with the columns that a mapping adds.</summary>
internal sealed class RowMappingView(IDataView source, RowMapping mapping) : IDataView
{
    public bool CanShuffle => source.CanShuffle;

    public DataViewSchema Schema => mapping.OutputSchema;

    public long? GetRowCount() => source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        var active = Getters.Active(Schema, columnsNeeded);
        return new Cursor(mapping, source.GetRowCursor(mapping.InputsOf(active), rand), active);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null)
    {
        var active = Getters.Active(Schema, columnsNeeded);
        return Array.ConvertAll(source.GetRowCursorSet(mapping.InputsOf(active), n, rand), input => (DataViewRowCursor)new Cursor(mapping, input, active));
    }

    private sealed class Cursor(RowMapping mapping, DataViewRowCursor input, bool[] active) : MappedCursor(input, mapping.OutputSchema, active)
    {
        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            Getters.CheckActive(this, column);
            return mapping.GetGetter<TValue>(Input, column);
        }

        protected override bool MoveNextCore() => Input.MoveNext();
    }
}

namespace Microsoft.ML.Data;

/// <summary>The rows of a source that pass a test on some of its columns.</summary>
internal abstract class RowFilterView(IDataView source, params int[] testedColumns) : IDataView
{
    public bool CanShuffle => source.CanShuffle;

    public DataViewSchema Schema => source.Schema;

    public long? GetRowCount() => null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        var active = Getters.Active(Schema, columnsNeeded);
        return new Cursor(this, source.GetRowCursor(Needed(active), rand), active);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null)
    {
        var active = Getters.Active(Schema, columnsNeeded);
        return Array.ConvertAll(source.GetRowCursorSet(Needed(active), n, rand), input => (DataViewRowCursor)new Cursor(this, input, active));
    }

    /// <summary>Makes the test of the row that <paramref name="row"/> stands at.</summary>
    protected abstract Func<bool> CreateTest(DataViewRow row);

    private IEnumerable<DataViewSchema.Column> Needed(bool[] active)
        => Schema.Where(column => active[column.Index] || testedColumns.Contains(column.Index));

    private sealed class Cursor(RowFilterView view, DataViewRowCursor input, bool[] active) : MappedCursor(input, view.Schema, active)
    {
        private readonly Func<bool> _passes = view.CreateTest(input);

        protected override bool MoveNextCore()
        {
            while (Input.MoveNext())
                if (_passes())
                    return true;
            return false;
        }
    }
}

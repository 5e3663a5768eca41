namespace Microsoft.ML.Data;

/// <summary>Some of a source's columns, in an order of their own.</summary>
internal sealed class SelectedColumnsView : IDataView
{
    private readonly IDataView _source;
    private readonly int[] _sources;

    /// <param name="source">The rows.</param>
    /// <param name="sources">For each column of this view, its index in the source.</param>
    public SelectedColumnsView(IDataView source, int[] sources)
    {
        (_source, _sources) = (source, sources);
        Schema = Select(source.Schema, sources);
    }

    public bool CanShuffle => _source.CanShuffle;

    public DataViewSchema Schema { get; }

    /// <summary>The schema of the columns at some places of another.</summary>
    public static DataViewSchema Select(DataViewSchema schema, int[] sources)
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(sources.Select(index => schema[index]));
        return builder.ToSchema();
    }

    public long? GetRowCount() => _source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        var active = Getters.Active(Schema, columnsNeeded);
        return new Cursor(this, _source.GetRowCursor(Needed(active), rand), active);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null)
    {
        var active = Getters.Active(Schema, columnsNeeded);
        return Array.ConvertAll(_source.GetRowCursorSet(Needed(active), n, rand), input => (DataViewRowCursor)new Cursor(this, input, active));
    }

    private IEnumerable<DataViewSchema.Column> Needed(bool[] active)
        => _sources.Where((_, column) => active[column]).Distinct().Select(index => _source.Schema[index]);

    private sealed class Cursor(SelectedColumnsView view, DataViewRowCursor input, bool[] active) : MappedCursor(input, view.Schema, active)
    {
        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            Getters.CheckActive(this, column);
            return Input.GetGetter<TValue>(Input.Schema[view._sources[column.Index]]);
        }

        protected override bool MoveNextCore() => Input.MoveNext();
    }
}

namespace Microsoft.ML.Data;

/// <summary>A source with one more column at the end.</summary>
/// <typeparam name="T">The raw type of the column.</typeparam>
internal abstract class AddedColumnView<T>(IDataView source, string name, DataViewType type, params int[] inputs) : IDataView
{
    /// <summary>Whether the column can be made for any row by itself; if not, rows come in the source's order from one cursor.</summary>
    public abstract bool CanShuffle { get; }

    public DataViewSchema Schema { get; } = Extend(source.Schema, name, type);

    public long? GetRowCount() => source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        var active = Getters.Active(Schema, columnsNeeded);
        return new Cursor(this, source.GetRowCursor(Needed(active), CanShuffle ? rand : null), active);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null)
    {
        var active = Getters.Active(Schema, columnsNeeded);
        if (!CanShuffle && active[^1])
            return [GetRowCursor(columnsNeeded, rand)];
        return Array.ConvertAll(source.GetRowCursorSet(Needed(active), n, CanShuffle ? rand : null), input => (DataViewRowCursor)new Cursor(this, input, active));
    }

    /// <summary>Makes the column's getter over a cursor of the source.</summary>
    protected abstract ValueGetter<T> CreateGetter(DataViewRow input);

    private static DataViewSchema Extend(DataViewSchema schema, string name, DataViewType type)
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(schema);
        builder.AddColumn(name, type);
        return builder.ToSchema();
    }

    private IEnumerable<DataViewSchema.Column> Needed(bool[] active)
        => source.Schema.Where(column => active[column.Index] || active[^1] && inputs.Contains(column.Index));

    private sealed class Cursor(AddedColumnView<T> view, DataViewRowCursor input, bool[] active) : MappedCursor(input, view.Schema, active)
    {
        private readonly ValueGetter<T> _added = active[^1] ? view.CreateGetter(input) : null;

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            if (column.Index < Input.Schema.Count)
                return base.GetGetter<TValue>(column);
            Getters.CheckActive(this, column);
            return Getters.As<TValue>(_added!, column);
        }

        protected override bool MoveNextCore() => Input.MoveNext();
    }
}

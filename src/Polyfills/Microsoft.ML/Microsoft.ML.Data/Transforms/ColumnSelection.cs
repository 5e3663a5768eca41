namespace Microsoft.ML.Data;

/// <summary>Rows with some of their columns.</summary>
internal sealed class ColumnSelection(DataViewSchema inputSchema, int[] sources) : IRowToRowMapper
{
    public DataViewSchema InputSchema => inputSchema;

    public DataViewSchema OutputSchema { get; } = SelectedColumnsView.Select(inputSchema, sources);

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns)
        => dependingColumns.Select(column => inputSchema[sources[column.Index]]).DistinctBy(column => column.Index);

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
        => new Row(input, OutputSchema, Getters.Active(OutputSchema, activeColumns), sources);

    private sealed class Row(DataViewRow input, DataViewSchema schema, bool[] active, int[] sources) : MappedRow(input, schema, active)
    {
        protected override ValueGetter<TValue> GetGetterCore<TValue>(DataViewSchema.Column column)
            => Input.GetGetter<TValue>(Input.Schema[sources[column.Index]]);
    }
}

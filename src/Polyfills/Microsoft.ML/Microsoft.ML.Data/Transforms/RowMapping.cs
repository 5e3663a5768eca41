namespace Microsoft.ML.Data;

/// <summary>How rows of one schema get further columns.</summary>
internal sealed class RowMapping : IRowToRowMapper
{
    private readonly Column[] _columns;

    public RowMapping(DataViewSchema inputSchema, Column[] columns)
    {
        (InputSchema, _columns) = (inputSchema, columns);
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(inputSchema);
        foreach (var column in columns)
            builder.AddColumn(column.Name, column.Type, column.Annotations);
        OutputSchema = builder.ToSchema();
    }

    public DataViewSchema InputSchema { get; }

    public DataViewSchema OutputSchema { get; }

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) => InputsOf(Getters.Active(OutputSchema, dependingColumns));

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns) => new Row(this, input, Getters.Active(OutputSchema, activeColumns));

    /// <summary>The input columns that the active output columns are made of.</summary>
    public IEnumerable<DataViewSchema.Column> InputsOf(bool[] active)
    {
        var needed = new bool[InputSchema.Count];
        for (var i = 0; i < active.Length; i++)
        {
            if (active[i] && i < needed.Length)
                needed[i] = true;
            else if (active[i])
                foreach (var input in _columns[i - needed.Length].Inputs)
                    needed[input] = true;
        }
        return InputSchema.Where(column => needed[column.Index]);
    }

    /// <summary>The getter of any output column over an input row.</summary>
    public ValueGetter<TValue> GetGetter<TValue>(DataViewRow input, DataViewSchema.Column column)
        => column.Index < InputSchema.Count
            ? input.GetGetter<TValue>(input.Schema[column.Index])
            : Getters.As<TValue>(_columns[column.Index - InputSchema.Count].CreateGetter(input), column);

    /// <summary>A column that is added.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Type">Its type.</param>
    /// <param name="Annotations">Its annotations, or null.</param>
    /// <param name="Inputs">The input columns that it is made of.</param>
    /// <param name="CreateGetter">Makes its getter over an input row.</param>
    public sealed record Column(string Name, DataViewType Type, DataViewSchema.Annotations Annotations, int[] Inputs, Func<DataViewRow, Delegate> CreateGetter);

    private sealed class Row(RowMapping mapping, DataViewRow input, bool[] active) : MappedRow(input, mapping.OutputSchema, active)
    {
        protected override ValueGetter<TValue> GetGetterCore<TValue>(DataViewSchema.Column column) => mapping.GetGetter<TValue>(Input, column);
    }
}

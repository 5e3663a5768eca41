using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Mappers one after the other, each of whose rows is made of the one before it.</summary>
internal sealed class CompositeRowToRowMapper : IRowToRowMapper
{
    private readonly IRowToRowMapper[] _mappers;

    public CompositeRowToRowMapper(DataViewSchema inputSchema, IRowToRowMapper[] mappers)
    {
        InputSchema = inputSchema;
        _mappers = mappers;
    }

    public DataViewSchema InputSchema { get; }

    public DataViewSchema OutputSchema => _mappers.Length == 0 ? InputSchema : _mappers[^1].OutputSchema;

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns)
    {
        for (var i = _mappers.Length - 1; i >= 0; i--)
            dependingColumns = _mappers[i].GetDependencies(dependingColumns);
        return dependingColumns;
    }

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        Contracts.CheckValue(input, nameof(input));
        // Backwards, what each mapper has to give; then forwards, the rows.
        var active = new IEnumerable<DataViewSchema.Column>[_mappers.Length];
        for (var i = _mappers.Length - 1; i >= 0; i--)
        {
            active[i] = activeColumns;
            activeColumns = _mappers[i].GetDependencies(activeColumns);
        }
        for (var i = 0; i < _mappers.Length; i++)
            input = _mappers[i].GetRow(input, active[i]);
        return input;
    }
}

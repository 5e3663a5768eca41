namespace Microsoft.ML.Data;

/// <summary>Transforms single rows.</summary>
public interface IRowToRowMapper
{
    /// <summary>The columns of the rows that go in.</summary>
    DataViewSchema InputSchema { get; }

    /// <summary>The columns of the rows that come out.</summary>
    DataViewSchema OutputSchema { get; }

    /// <summary>The input columns that the given output columns are made of.</summary>
    IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns);

    /// <summary>The output row of <paramref name="input"/>, which it follows and owns.</summary>
    DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns);
}

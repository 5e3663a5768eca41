using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetTransfer.DataViews;

/// <summary>A scorer bound to an input schema: where what it reads is, which columns it adds, and which columns depend on which.</summary>
internal sealed class ScoringMap<TRow, TScore> : IRowToRowMapper
{
    private readonly IRowColumns<TRow> _columns;
    private readonly IReadOnlyList<ScoreColumn<TScore>> _added;

    public ScoringMap(DataViewSchema input, IRowColumns<TRow> columns, IReadOnlyList<ScoreColumn<TScore>> added, IRowScorer<TRow, TScore> scorer)
    {
        InputSchema = input;
        _columns = columns;
        Read = columns.In(input);
        Scorer = scorer;
        _added = added;
        var output = new DataViewSchema.Builder();
        output.AddColumns(input);
        output.AddColumns(added.Select(c => c.Declaration));
        OutputSchema = output.ToSchema();
    }

    public DataViewSchema InputSchema { get; }

    public DataViewSchema OutputSchema { get; }

    /// <summary>The columns that are scored.</summary>
    public IReadOnlyList<DataViewSchema.Column> Read { get; }

    public IRowScorer<TRow, TScore> Scorer { get; }

    /// <summary>Reads what is scored off the current position of a row or cursor of the input.</summary>
    public Func<TRow> ReaderOf(DataViewRow row) => _columns.Reader(row, Read);

    public bool IsAdded(int column) => column >= InputSchema.Count;

    public Delegate MakeGetter(int column, Func<TScore> current) => _added[column - InputSchema.Count].MakeGetter(current);

    /// <summary>Which columns of the output are wanted, by their index.</summary>
    public bool[] ActiveColumns(IEnumerable<DataViewSchema.Column> needed)
    {
        var active = new bool[OutputSchema.Count];
        foreach (var column in needed)
        {
            if (column.Index >= active.Length || OutputSchema[column.Index].Name != column.Name)
                throw new ArgumentException($"Column '{column.Name}' at {column.Index} is not of this view, which has {OutputSchema}.", nameof(needed));
            active[column.Index] = true;
        }
        return active;
    }

    /// <summary>The columns of the input that are handed through.</summary>
    public IEnumerable<DataViewSchema.Column> PassedThrough(bool[] active) => InputSchema.Where(c => active[c.Index]);

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns)
    {
        var active = ActiveColumns(dependingColumns);
        if (active.AsSpan(InputSchema.Count).Contains(true))
            foreach (var column in Read) active[column.Index] = true;
        return PassedThrough(active);
    }

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Schema != InputSchema) throw new ArgumentException("The row's schema is not the one that the mapper was made for.", nameof(input));
        return new ScoredRow<TRow, TScore>(this, input, ActiveColumns(activeColumns));
    }
}

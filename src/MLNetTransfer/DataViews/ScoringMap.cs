using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetTransfer.DataViews;

/// <summary>The part of a scorer's binding to an input schema that does not depend on what rows and scores are: which columns it adds, and which columns depend on which.</summary>
internal abstract class ScoringMap : IRowToRowMapper
{
    private protected ScoringMap(DataViewSchema input, IReadOnlyList<DataViewSchema.Column> read, IEnumerable<DataViewSchema.DetachedColumn> added)
    {
        (InputSchema, Read) = (input, read);
        var output = new DataViewSchema.Builder();
        output.AddColumns(input);
        output.AddColumns(added);
        OutputSchema = output.ToSchema();
    }

    public DataViewSchema InputSchema { get; }

    public DataViewSchema OutputSchema { get; }

    /// <summary>The columns that are scored.</summary>
    public IReadOnlyList<DataViewSchema.Column> Read { get; }

    public bool IsAdded(int column) => column >= InputSchema.Count;

    /// <summary>A view of the input schema with the scores added.</summary>
    public abstract IDataView Over(IDataView input);

    public abstract DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns);

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
}

/// <summary>A scorer bound to an input schema: where what it reads is, which columns it adds, and which columns depend on which.</summary>
internal sealed class ScoringMap<TRow, TScore> : ScoringMap
{
    private readonly IRowColumns<TRow> _columns;
    private readonly IReadOnlyList<ScoreColumn<TScore>> _added;

    public ScoringMap(DataViewSchema input, IRowColumns<TRow> columns, IReadOnlyList<ScoreColumn<TScore>> added, IRowScorer<TRow, TScore> scorer)
        : base(input, columns.In(input), added.Select(c => c.Declaration))
    {
        _columns = columns;
        Scorer = scorer;
        _added = added;
    }

    public IRowScorer<TRow, TScore> Scorer { get; }

    /// <summary>Reads what is scored off the current position of a row or cursor of the input.</summary>
    public Func<TRow> ReaderOf(DataViewRow row) => _columns.Reader(row, Read);

    public Delegate MakeGetter(int column, Func<TScore> current) => _added[column - InputSchema.Count].MakeGetter(current);

    /// <inheritdoc/>
    public override IDataView Over(IDataView input) => new ScoredDataView<TRow, TScore>(input, this);

    /// <inheritdoc/>
    public override DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Schema != InputSchema) throw new ArgumentException("The row's schema is not the one that the mapper was made for.", nameof(input));
        return new ScoredRow<TRow, TScore>(this, input, ActiveColumns(activeColumns));
    }
}

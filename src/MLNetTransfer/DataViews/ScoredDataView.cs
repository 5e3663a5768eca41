using Microsoft.ML;

namespace MLNetTransfer.DataViews;

/// <summary>
/// A view with scores added. Nothing is computed until a cursor's row is asked for a score; then a block of rows is read ahead by a second cursor over the
/// columns that are scored alone and scored together, while the other columns come from the first.
/// </summary>
internal sealed class ScoredDataView<TRow, TScore>(IDataView input, ScoringMap<TRow, TScore> map) : IDataView
{
    public DataViewSchema Schema => map.OutputSchema;

    public bool CanShuffle => input.CanShuffle;

    public long? GetRowCount() => input.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        ArgumentNullException.ThrowIfNull(columnsNeeded);
        var active = map.ActiveColumns(columnsNeeded);
        // Two generators of one seed, so that both cursors see the same order.
        var seed = rand?.Next();
        DataViewRowCursor Open(IEnumerable<DataViewSchema.Column> columns) => input.GetRowCursor(columns, seed is int s ? new Random(s) : null);
        var scores = active.AsSpan(map.InputSchema.Count).Contains(true) ? new LookAhead<TRow, TScore>(() => Open(map.Read), map) : null;
        return new ScoredCursor<TRow, TScore>(map, Open(map.PassedThrough(active)), scores, active);
    }

    /// <summary>One cursor, whatever is asked for: it fills batches for the network, which uses all cores itself.</summary>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) => [GetRowCursor(columnsNeeded, rand)];
}

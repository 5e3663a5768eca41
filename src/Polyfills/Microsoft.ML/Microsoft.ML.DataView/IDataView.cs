namespace Microsoft.ML;

/// <summary>A lazy, immutable table: a schema, and cursors over its rows.</summary>
public interface IDataView
{
    /// <summary>Whether <see cref="GetRowCursor"/> makes use of its random source.</summary>
    bool CanShuffle { get; }

    /// <summary>The columns.</summary>
    DataViewSchema Schema { get; }

    /// <summary>The number of rows, or null when knowing it would cost a pass over the data.</summary>
    long? GetRowCount();

    /// <summary>A cursor in which at least <paramref name="columnsNeeded"/> are active; shuffled where <paramref name="rand"/> is given and <see cref="CanShuffle"/>.</summary>
    DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null);

    /// <summary>Up to <paramref name="n"/> cursors that partition the rows, to be read in parallel and put in order by <see cref="DataViewRow.Batch"/>.</summary>
    DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null);
}

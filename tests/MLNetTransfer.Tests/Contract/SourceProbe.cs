using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetTransfer.Tests.Contract;

/// <summary>A view that records how it is read: which columns each cursor asked for and how many rows it gave.</summary>
internal sealed class SourceProbe(IDataView inner) : IDataView
{
    public List<(string[] Columns, int[] Rows)> Cursors { get; } = [];

    public DataViewSchema Schema => inner.Schema;

    public bool CanShuffle => inner.CanShuffle;

    public long? GetRowCount() => inner.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        DataViewSchema.Column[] columns = [.. columnsNeeded];
        var rows = new int[1];
        lock (Cursors) Cursors.Add(([.. columns.Select(c => c.Name).Order()], rows));
        return new Cursor(inner.GetRowCursor(columns, rand), rows);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) => [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(DataViewRowCursor inner, int[] rows) : DataViewRowCursor
    {
        public override DataViewSchema Schema => inner.Schema;

        public override long Position => inner.Position;

        public override long Batch => inner.Batch;

        public override bool MoveNext()
        {
            if (!inner.MoveNext()) return false;
            rows[0]++;
            return true;
        }

        public override bool IsColumnActive(DataViewSchema.Column column) => inner.IsColumnActive(column);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => inner.GetGetter<TValue>(column);

        public override ValueGetter<DataViewRowId> GetIdGetter() => inner.GetIdGetter();

        protected override void Dispose(bool disposing)
        {
            if (disposing) inner.Dispose();
            base.Dispose(disposing);
        }
    }
}

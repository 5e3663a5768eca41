using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A view of objects, which every cursor enumerates anew.</summary>
internal sealed class StreamingDataView<TRow> : IDataView
    where TRow : class
{
    private readonly IHost _host;
    private readonly IEnumerable<TRow> _data;
    private readonly InternalSchemaDefinition _definition;

    public StreamingDataView(IHostEnvironment env, IEnumerable<TRow> data, InternalSchemaDefinition definition)
    {
        _host = env.Register("StreamingDataView");
        _data = data;
        _definition = definition;
        Schema = definition.ToSchema();
    }

    public bool CanShuffle => false;

    public DataViewSchema Schema { get; }

    public long? GetRowCount() => (_data as ICollection<TRow>)?.Count;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        var needed = columnsNeeded.Select(column => column.Index).ToHashSet();
        return new Cursor(this, needed.Contains);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) => [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor : InputRowBase<TRow>
    {
        private readonly IEnumerator<TRow> _rows;
        private bool _done;
        private long _position = -1;

        public Cursor(StreamingDataView<TRow> view, Func<int, bool> predicate)
            : base(view._host, view.Schema, view._definition, predicate) => _rows = view._data.GetEnumerator();

        public override long Position => _position;

        protected override TRow Current => _rows.Current;

        public override bool MoveNext()
        {
            if (_done || !_rows.MoveNext())
            {
                _done = true;
                _position = -1;
                return false;
            }
            if (_rows.Current == null)
                throw Host.Except("Encountered null when iterating over data, this is not supported.");
            _position++;
            return true;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                _rows.Dispose();
            _done = true;
            _position = -1;
            base.Dispose(disposing);
        }
    }
}

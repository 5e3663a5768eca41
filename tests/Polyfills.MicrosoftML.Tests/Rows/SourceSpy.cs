using Microsoft.ML;
using Microsoft.ML.Data;

namespace Polyfills.MicrosoftML.Tests.Rows;

/// <summary>Rows of a number and its text that count how often they are read, and that can be given in random order.</summary>
internal sealed class SourceSpy : IDataView
{
    private readonly int _count;
    private int _cursors, _rows;

    public SourceSpy(int count)
    {
        _count = count;
        var schema = new DataViewSchema.Builder();
        schema.AddColumn("Number", NumberDataViewType.Single);
        schema.AddColumn("Text", TextDataViewType.Instance);
        Schema = schema.ToSchema();
    }

    public int Cursors => _cursors;

    public int RowsRead => _rows;

    /// <summary>The columns that each cursor was asked for.</summary>
    public List<string> Asked { get; } = [];

    public bool Shuffled { get; private set; }

    public bool CanShuffle => true;

    public DataViewSchema Schema { get; }

    public long? GetRowCount() => _count;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        Interlocked.Increment(ref _cursors);
        Shuffled |= rand != null;
        lock (Asked)
            Asked.Add(string.Join(",", columnsNeeded.Select(c => c.Name)));
        return new Cursor(this, [.. columnsNeeded.Select(c => c.Index)]);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) => [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(SourceSpy source, int[] active) : DataViewRowCursor
    {
        private long _position = -1;

        public override long Position => _position;

        public override long Batch => 0;

        public override DataViewSchema Schema => source.Schema;

        public override bool IsColumnActive(DataViewSchema.Column column) => active.Contains(column.Index);

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new DataViewRowId((ulong)_position, 0);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            Assert.Contains(column.Index, active);
            return (ValueGetter<TValue>)(Delegate)(column.Index == 0
                ? (Delegate)new ValueGetter<float>((ref float value) => value = _position)
                : new ValueGetter<ReadOnlyMemory<char>>((ref ReadOnlyMemory<char> value) => value = $"row {_position}".AsMemory()));
        }

        public override bool MoveNext()
        {
            if (_position + 1 >= source._count)
            {
                _position = -1;
                return false;
            }
            Interlocked.Increment(ref source._rows);
            _position++;
            return true;
        }
    }
}

using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>
/// A source whose columns are kept in memory from the first time that they are asked for. Columns that cannot be copied, being neither primitive nor vectors, are left out.
/// </summary>
internal sealed class CacheView : IDataView
{
    // Cursors of a set take turns by blocks of rows.
    private const int BlockSize = 64;

    private readonly IDataView _source;
    private readonly int[] _prefetched;
    private readonly ColumnBuffer[] _columns;
    private readonly Lock _filling = new();
    private int _count = -1;

    /// <param name="env">The environment.</param>
    /// <param name="source">The rows.</param>
    /// <param name="prefetched">The names of columns that are kept whenever any is.</param>
    public CacheView(IHostEnvironment env, IDataView source, string[] prefetched)
    {
        env.TakeShare(nameof(CacheView));
        _source = CopyableColumns.Of(source);
        _prefetched = [.. prefetched.Select(name => _source.Schema.GetColumnOrNull(name)?.Index ?? -1).Where(index => index >= 0)];
        _columns = new ColumnBuffer[_source.Schema.Count];
    }

    public bool CanShuffle => true;

    public DataViewSchema Schema => _source.Schema;

    public long? GetRowCount()
    {
        var count = Volatile.Read(ref _count);
        return count >= 0 ? count : _source.GetRowCount();
    }

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
        => new Cursor(this, Getters.Active(Schema, columnsNeeded), 0, 1, rand);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null)
    {
        var active = Getters.Active(Schema, columnsNeeded);
        if (n <= 1)
            return [new Cursor(this, active, 0, 1, rand)];
        // All cursors of a set go through one order.
        var seed = rand?.Next();
        return [.. Enumerable.Range(0, n).Select(i => new Cursor(this, active, i, n, seed is { } given ? RandomUtils.Create(given) : null))];
    }

    // One pass over the source for all columns that are missing. A pass that fails keeps nothing.
    private int Fill(bool[] active)
    {
        lock (_filling)
        {
            var missing = Schema.Where(column => (active[column.Index] || _prefetched.Contains(column.Index)) && _columns[column.Index] is null).ToArray();
            if (missing.Length == 0 && _count >= 0)
                return _count;
            using var cursor = _source.GetRowCursor(missing);
            var buffers = Array.ConvertAll(missing, column => ColumnBuffer.Create(cursor, column, BlockSize));
            var count = 0;
            for (; cursor.MoveNext(); count++)
                foreach (var buffer in buffers)
                    buffer.Keep(count);
            for (var i = 0; i < missing.Length; i++)
                _columns[missing[i].Index] = buffers[i];
            Volatile.Write(ref _count, count);
            return count;
        }
    }

    private sealed class Cursor(CacheView view, bool[] active, int part, int parts, Random random) : RootCursor(view.Schema, active)
    {
        private readonly bool[] _active = active;
        private int[] _order;
        private int _count = -1;
        private long _next = (long)part * BlockSize - 1;

        public override long Batch => Math.Max(_next, 0) / BlockSize;

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new DataViewRowId((ulong)Row(), 0);

        protected override bool MoveNextCore()
        {
            Prepare();
            _next++;
            if (_next % BlockSize == 0 && _next > (long)part * BlockSize)
                _next += (long)(parts - 1) * BlockSize;
            return _next < _count;
        }

        protected override Delegate CreateGetter(int column)
        {
            Prepare();
            return view._columns[column].CreateGetter(Row);
        }

        private void Prepare()
        {
            if (_count >= 0)
                return;
            _count = view.Fill(_active);
            if (random is null)
                return;
            _order = [.. Enumerable.Range(0, _count)];
            for (var i = 0; i < _count; i++)
            {
                var drawn = i + random.Next(_count - i);
                (_order[i], _order[drawn]) = (_order[drawn], _order[i]);
            }
        }

        private int Row()
        {
            Getters.CheckRow(this);
            return _order is null ? (int)_next : _order[_next];
        }
    }
}

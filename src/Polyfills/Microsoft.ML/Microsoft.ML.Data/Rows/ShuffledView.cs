using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>
/// A source's rows in random order: a pool takes up rows as they come, and each next row is drawn from it. The source itself is read in random order too, where it can be
/// and that is wanted.
/// </summary>
internal sealed class ShuffledView : IDataView
{
    private readonly IDataView _source;
    private readonly int _poolSize, _seed;
    private readonly bool _shuffleSource;

    /// <param name="env">The environment, whose random numbers give the seed where <paramref name="seed"/> is null.</param>
    /// <param name="source">The rows. Columns that cannot be copied, being neither primitive nor vectors, are left out.</param>
    /// <param name="seed">The order's seed, for cursors that are asked for no other order.</param>
    /// <param name="poolSize">How many rows the pool holds; with one, only the source's order counts.</param>
    /// <param name="shuffleSource">Whether to ask the source for random order.</param>
    public ShuffledView(IHostEnvironment env, IDataView source, int? seed, int poolSize, bool shuffleSource)
    {
        var host = env.Register(nameof(ShuffledView));
        _seed = seed ?? host.Rand.NextSigned();
        (_source, _poolSize, _shuffleSource) = (CopyableColumns.Of(source), poolSize, shuffleSource);
    }

    public bool CanShuffle => true;

    public DataViewSchema Schema => _source.Schema;

    public long? GetRowCount() => _source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        var needed = columnsNeeded.ToArray();
        var random = rand ?? RandomUtils.Create(_seed);
        var input = _source.GetRowCursor(needed, _shuffleSource ? RandomUtils.Create(random) : null);
        return _poolSize == 1 ? input : new Cursor(input, Getters.Active(Schema, needed), _poolSize, random);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null)
        => [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor : RootCursor
    {
        private readonly DataViewRowCursor _input;
        private readonly Random _random;
        private readonly ColumnBuffer[] _columns;
        private readonly ColumnBuffer<DataViewRowId> _ids;
        // The pool is a ring of slots: the current row is at its head, and behind it are the rows to draw from.
        private readonly int[] _slots;
        private int _head, _count;
        private bool _exhausted;

        public Cursor(DataViewRowCursor input, bool[] active, int poolSize, Random random)
            : base(input.Schema, active)
        {
            (_input, _random) = (input, random);
            _slots = [.. Enumerable.Range(0, poolSize)];
            _columns = [.. input.Schema.Select(column => active[column.Index] ? ColumnBuffer.Create(input, column, poolSize) : null)];
            _ids = ColumnBuffer.CreateIds(input, poolSize);
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ValueGetter<DataViewRowId>)_ids.CreateGetter(Slot);

        protected override bool MoveNextCore()
        {
            if (Position >= 0)
                _head = (_head + 1) % _slots.Length;
            if (Position >= 0)
                _count--;
            while (_count < _slots.Length && !_exhausted)
                TakeUp();
            if (_count == 0)
                return false;
            var drawn = (_head + _random.Next(_count)) % _slots.Length;
            (_slots[_head], _slots[drawn]) = (_slots[drawn], _slots[_head]);
            return true;
        }

        protected override Delegate CreateGetter(int column) => _columns[column].CreateGetter(Slot);

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                _input.Dispose();
            base.Dispose(disposing);
        }

        private int Slot()
        {
            Getters.CheckRow(this);
            return _slots[_head];
        }

        private void TakeUp()
        {
            _exhausted = !_input.MoveNext();
            if (_exhausted)
                return;
            var slot = _slots[(_head + _count++) % _slots.Length];
            foreach (var column in _columns)
                column?.Keep(slot);
            _ids.Keep(slot);
        }
    }
}
